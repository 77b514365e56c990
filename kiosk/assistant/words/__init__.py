"""What a shopper's words say by themselves, before anybody knows which products are meant: sizes and counts, times, codes, dangers, yes and no."""
