"""`python -m twicetold` is `twicetold`."""

from twicetold.cli import main

if __name__ == "__main__":
    main()
