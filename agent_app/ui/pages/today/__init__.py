"""The page «Hôm nay»."""
