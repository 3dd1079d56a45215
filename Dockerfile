# docker build -t factdiff . && docker run --rm -v "$PWD:/texts" factdiff en.txt de.txt
FROM golang:1.26 AS build
WORKDIR /src
COPY go.mod go.sum ./
COPY align/read/internal/dateparser align/read/internal/dateparser
RUN go mod download
COPY . .
RUN make build && mkdir /texts

# The program is static and holds its models; certificates are for addresses and translators.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /src/factdiff /factdiff
COPY --from=build --chown=65534:65534 /texts /texts
USER 65534
WORKDIR /texts
ENTRYPOINT ["/factdiff"]
