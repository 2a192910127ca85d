"""What does one member of a coalition run to do its part of the common work?"""

__version__ = "0.1.0"
