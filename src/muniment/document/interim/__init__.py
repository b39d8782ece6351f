"""Rules of the first hour, until those of the room are in place."""
