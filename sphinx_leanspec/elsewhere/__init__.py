"""Projects whose pages live elsewhere: what their sites publish of them."""
