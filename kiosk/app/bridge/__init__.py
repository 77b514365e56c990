"""One QObject a screen: typed properties, slots and signals. Nothing here blocks: work runs on a thread of `jobs.Jobs`."""
