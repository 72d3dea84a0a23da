"""The page «Cài đặt»."""
