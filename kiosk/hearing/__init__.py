"""Hearing: sound to text in English and Chinese. It knows no shop: the words to listen for are given to it."""
