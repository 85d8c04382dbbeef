"""The sheet that an agency's IT signs before Hefa serves the public: what was looked at, what was found, what to do.

Each module looks at one side of the installation and returns findings; `sheet` puts them on paper.
"""
