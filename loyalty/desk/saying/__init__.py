"""What the desk says: replies to what guests write, and scripts for when they stand there. Only what is known is said."""
