"""Use cases: one module per noun; ``ports`` says what they need of the world."""
