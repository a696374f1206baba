# The console, built with the Node version that `make up` brings too.
FROM node:24-slim AS console
WORKDIR /app/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci
COPY frontend/ ./
RUN npm run build

# The locked Python packages; nothing of pip's or a compiler's goes further.
FROM python:3.13-slim AS packages
RUN python -m venv /venv
COPY locks/production.txt /tmp/production.txt
RUN /venv/bin/pip install --no-cache-dir --require-hashes --only-binary=:all: --requirement /tmp/production.txt

FROM python:3.13-slim AS huike
RUN useradd --system --uid 10001 --create-home --home-dir /home/huike huike \
    && install -d -o huike -g huike /data
ENV PATH=/venv/bin:$PATH \
    PYTHONPATH=/app:/app/platform \
    PYTHONUNBUFFERED=1 \
    DJANGO_SETTINGS_MODULE=config.settings \
    HUIKE_HOME=/data
COPY --from=packages /venv /venv
WORKDIR /app
COPY platform/ platform/
COPY tenants/ tenants/
COPY loyalty/ loyalty/
COPY api/ api/
COPY docs/vendors.md docs/vendors.zh-CN.md docs/
COPY --from=console /app/frontend/dist frontend/dist
COPY --chmod=755 <<"EOF" /usr/local/bin/huike
#!/bin/sh
exec python -c 'from config.command import main; main()' "$@"
EOF
RUN python -m compileall -q platform tenants loyalty api
USER huike
VOLUME /data
EXPOSE 8000
CMD ["granian", "--interface", "wsgi", "--host", "0.0.0.0", "--port", "8000", "--workers", "2", "--blocking-threads", "4", "--no-ws", "--respawn-failed-workers", "config.wsgi:application"]
