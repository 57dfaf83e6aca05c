"""The web server's entry point; in production it refuses to start with unsafe settings."""

import os

from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "program.config.settings")
application = get_wsgi_application()
call_command("check", databases=["default"])
