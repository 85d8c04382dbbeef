"""The application that gunicorn serves. It starts with the keys that the database needs, or not at all."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = get_wsgi_application()

from hefa.cli.starting import take_up_keys  # noqa: E402 - Django is set up by now

take_up_keys()
