# The portal's one image: web, worker, beat and the commands of an operator.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/venv
COPY requirements.lock /tmp/requirements.lock
RUN /opt/venv/bin/pip install -r /tmp/requirements.lock

FROM python:3.11-slim-bookworm
# OpenMP, which the embedding model is built against.
RUN apt-get update \
    && apt-get install -y --no-install-recommends libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/medina --create-home medina
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    OMP_NUM_THREADS=1 \
    DJANGO_SETTINGS_MODULE=portal.settings.production \
    MEDINA_STATE_DIR=/var/lib/medina
WORKDIR /srv/medina
COPY --from=build /opt/venv /opt/venv
COPY . .
# Media is the one directory that outlives a container; static files belong to the image.
RUN mkdir -p /var/lib/medina/media \
    && python -m portal.catalogues > /dev/null \
    && SECRET_KEY=only-for-collecting python manage.py collectstatic --noinput \
    && chown -R medina: /var/lib/medina
USER medina
VOLUME /var/lib/medina/media
EXPOSE 8000
CMD ["gunicorn", "portal.wsgi", "--config", "portal/gunicorn.py", "--bind", "0.0.0.0:8000", \
     "--workers", "2", "--threads", "4", "--timeout", "60", "--access-logfile", "-"]
