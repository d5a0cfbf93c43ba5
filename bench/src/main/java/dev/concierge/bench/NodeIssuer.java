package dev.concierge.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The npm package {@code oidc-provider} as a process, at the versions and hashes of the lock file beside its script. */
final class NodeIssuer implements AutoCloseable {
    static final String CLIENT = "concierge-proof";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final List<String> FILES = List.of("package.json", "package-lock.json", "issuer.mjs");
    private static final int OLDEST_NODE = 20;

    private final Path folder;
    private final Process process;
    private final URI url;
    private final String secret;
    private final String control;
    private final HttpClient http = HttpClient.newHttpClient();

    private NodeIssuer(Path folder, Process process, URI url, String secret, String control) {
        this.folder = folder;
        this.process = process;
        this.url = url;
        this.secret = secret;
        this.control = control;
    }

    /** What is missing on this machine, in one sentence; empty when nothing is. */
    static String missing() {
        String version = version("node");
        if (version.isEmpty() || version("npm").isEmpty()) {
            return "The proof oidc needs Node " + OLDEST_NODE
                    + " or newer with npm: install it, for example with apt install nodejs npm.";
        }
        int major = Integer.parseInt(version.replaceAll("^v([0-9]+)\\..*$", "$1"));
        return major < OLDEST_NODE
                ? "The proof oidc needs Node " + OLDEST_NODE + " or newer; this is " + version + "."
                : "";
    }

    static String version(String program) {
        try {
            Process asked = new ProcessBuilder(program, "--version")
                    .redirectErrorStream(true)
                    .start();
            String text = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            return asked.waitFor() == 0 ? text : "";
        } catch (IOException e) {
            return "";
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "";
        }
    }

    /** Installs the package by its lock file into a folder of its own. */
    static Path installed() throws Exception {
        Path folder = Files.createTempDirectory("concierge-oidc");
        for (String file : FILES) {
            try (InputStream in = Objects.requireNonNull(NodeIssuer.class.getResourceAsStream("/oidc/" + file), file)) {
                Files.copy(in, folder.resolve(file));
            }
        }
        Path log = folder.resolve("npm.log");
        Process npm = new ProcessBuilder("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        if (!npm.waitFor(5, TimeUnit.MINUTES) || npm.exitValue() != 0) {
            npm.destroyForcibly();
            throw new IllegalStateException("npm ci failed: " + Files.readString(log));
        }
        return folder;
    }

    static NodeIssuer start(Path folder, int port, String secret, String control, List<URI> redirects)
            throws Exception {
        ProcessBuilder builder = new ProcessBuilder("node", "issuer.mjs")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("issuer.log").toFile());
        builder.environment()
                .putAll(Map.of(
                        "ISSUER_PORT",
                        Integer.toString(port),
                        "CLIENT_ID",
                        CLIENT,
                        "CLIENT_SECRET",
                        secret,
                        "CONTROL_TOKEN",
                        control,
                        "REDIRECT_URIS",
                        String.join(" ", redirects.stream().map(URI::toString).toList())));
        NodeIssuer issuer =
                new NodeIssuer(folder, builder.start(), URI.create("http://127.0.0.1:" + port), secret, control);
        issuer.awaitReady();
        return issuer;
    }

    private void awaitReady() throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (System.nanoTime() < end) {
            try {
                seen();
                return;
            } catch (IOException _) {
                if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        }
        process.destroyForcibly();
        throw new IllegalStateException("the issuer did not start: " + Files.readString(folder.resolve("issuer.log")));
    }

    URI url() {
        return url;
    }

    /** What it has seen and issued so far. */
    JsonNode seen() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/_proof"))
                .header("Authorization", "Bearer " + control)
                .build();
        return JSON.readTree(
                http.send(request, HttpResponse.BodyHandlers.ofString()).body());
    }

    int count(String what) throws IOException, InterruptedException {
        return seen().path("seen").path(what).asInt();
    }

    /** Refreshes with a token as a thief would who has our secret as well. @return the answer's error; empty for none */
    String refresh(String refreshToken) throws IOException, InterruptedException {
        String basic = Base64.getEncoder().encodeToString((CLIENT + ":" + secret).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(url.resolve("/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Authorization", "Basic " + basic)
                .POST(HttpRequest.BodyPublishers.ofString(
                        Journey.encoded(Map.of("grant_type", "refresh_token", "refresh_token", refreshToken))))
                .build();
        String body = http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        return JSON.readTree(body).path("error").asString("");
    }

    @Override
    public void close() {
        process.destroy();
        http.close();
        try (Stream<Path> paths = Files.walk(folder)) {
            paths.sorted(java.util.Comparator.reverseOrder())
                    .forEach(path -> path.toFile().delete());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
