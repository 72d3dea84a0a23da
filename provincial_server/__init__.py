"""The provincial server: takes what laptops recorded, books the money, and sends their areas down."""
