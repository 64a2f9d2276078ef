FROM node:20-slim AS build
WORKDIR /src
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts
COPY . .
RUN npm pack --pack-destination /tmp

FROM node:20-slim
COPY --from=build /tmp/pgassay-*.tgz /tmp/
RUN npm install --global --ignore-scripts /tmp/pgassay-*.tgz && rm -r /tmp/pgassay-*.tgz ~/.npm
USER node
WORKDIR /work
ENV XDG_CACHE_HOME=/tmp
ENTRYPOINT ["pgassay"]
