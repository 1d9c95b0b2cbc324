"""What gunicorn serves: `gunicorn essportal.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "essportal.settings")

application = get_wsgi_application()
