package dev.concierge.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.sandbox.Http.Reply;
import dev.concierge.sandbox.google.GoogleWorld;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sandbox as a process of its own. */
@Tag("end-to-end")
class ProgramTest {
    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    private record Running(Process process, BufferedReader output, String baseUrl, String printed) {}

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void it_prints_a_random_control_token_and_its_address() throws IOException {
        var running = run(Map.of());

        assertThat(running.printed()).matches("Control token: [A-Za-z0-9_-]{32}\n");
        assertThat(running.baseUrl()).matches("http://127\\.0\\.0\\.1:\\d+");
        assertThat(Http.get(running.baseUrl() + "/_health").status()).isEqualTo(200);
    }

    @Test
    void a_given_control_token_works_and_is_not_printed() throws IOException {
        var running = run(Map.of("SANDBOX_CONTROL_TOKEN", "token-of-the-operator"));

        assertThat(running.printed()).isEmpty();
        assertThat(control(running, "GET", "knobs", "").status()).isEqualTo(200);
    }

    @Test
    void a_taken_port_is_one_sentence_and_69() throws Exception {
        var first = run(Map.of());
        var second = start(Map.of(), "--port=" + URI.create(first.baseUrl()).getPort());

        assertThat(second.waitFor(60, SECONDS)).isTrue();
        assertThat(second.exitValue()).isEqualTo(69);
        assertThat(errors(second)).matches("Port \\d+ on 127\\.0\\.0\\.1 cannot be used: [^\n]+\n");
    }

    @Test
    void wrong_arguments_are_64_and_help_is_0() throws Exception {
        for (var argument : new String[] {"--prot=1", "--port=x", "--port=70000", "--data=", "serve"}) {
            var process = start(Map.of(), argument);
            assertThat(process.waitFor(60, SECONDS)).isTrue();
            assertThat(process.exitValue()).as(argument).isEqualTo(64);
            assertThat(errors(process)).hasLineCount(1).contains("--help");
        }
        var help = start(Map.of(), "--help");
        assertThat(new String(help.getInputStream().readAllBytes(), UTF_8)).contains("--catalog-dir", "--data", "69");
        assertThat(help.waitFor()).isZero();
    }

    @Test
    void a_file_that_cannot_be_used_is_74() throws Exception {
        var file = folder.resolve("diary.txt");
        Files.writeString(file, "Dear diary\n");

        var process = start(Map.of(), "--data=" + file);

        assertThat(process.waitFor(60, SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(74);
        assertThat(errors(process)).hasLineCount(1).contains("diary.txt");
    }

    @Test
    void sigterm_ends_it_and_frees_port_and_file() throws Exception {
        var data = "--data=" + folder.resolve("data.json");
        var first = run(Map.of(), data);
        first.process().toHandle().destroy();

        assertThat(first.process().waitFor(30, SECONDS)).isTrue();
        assertThat(errors(first.process())).isEmpty();
        run(Map.of(), data, "--port=" + URI.create(first.baseUrl()).getPort());
    }

    @Test
    void kill_9_loses_nothing_that_was_answered() throws Exception {
        var arguments = new String[] {"--data=" + folder.resolve("data.json"), "--catalog-dir=" + folder};
        var environment = Map.of("SANDBOX_CONTROL_TOKEN", "token-of-the-operator");
        var first = run(environment, arguments);
        register(first);
        control(first, "PATCH", "knobs", "{\"rotateRefreshToken\": true, \"oldRefreshToken\": \"dies\"}");
        var latest = mint(first);
        for (int i = 0; i < 30; i++) {
            latest = refresh(first, latest).text("refresh_token");
        }
        var spent = latest;
        latest = refresh(first, latest).text("refresh_token");

        first.process().destroyForcibly();
        assertThat(first.process().waitFor(30, SECONDS)).isTrue();
        var second = run(environment, arguments);

        assertThat(refresh(second, spent).text("error")).isEqualTo("invalid_grant");
        assertThat(refresh(second, latest).status()).isEqualTo(200);
        assertThat(Files.readString(folder.resolve("google.yaml"))).contains(second.baseUrl());
    }

    private void register(Running running) {
        control(
                running,
                "POST",
                "clients",
                "{\"provider\": \"google\", \"clientId\": \"c\", \"clientSecret\": \"s\", \"project\": \"P\","
                        + " \"redirectUris\": [\"http://localhost:1/cb\"]}");
    }

    private String mint(Running running) {
        return control(
                        running,
                        "POST",
                        "grants",
                        "{\"provider\": \"google\", \"clientId\": \"c\", \"account\": \"" + GoogleWorld.LINH
                                + "\", \"scopes\": [\"email\"]}")
                .text("refreshToken");
    }

    private static Reply refresh(Running running, String token) {
        return Http.form(
                running.baseUrl() + "/google/token",
                Map.of("grant_type", "refresh_token", "client_id", "c", "client_secret", "s", "refresh_token", token));
    }

    private static Reply control(Running running, String method, String path, String body) {
        return Http.json(
                method, running.baseUrl() + "/_control/" + path, body, "Authorization", "Bearer token-of-the-operator");
    }

    private Running run(Map<String, String> environment, String... arguments) throws IOException {
        var process = start(environment, arguments);
        var output = process.inputReader(UTF_8);
        var printed = new StringBuilder();
        for (var line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith("Sandbox listening on ")) {
                return new Running(
                        process, output, line.substring("Sandbox listening on ".length()), printed.toString());
            }
            printed.append(line).append('\n');
        }
        throw new IllegalStateException("it did not start: " + errors(process));
    }

    private Process start(Map<String, String> environment, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().remove("SANDBOX_CONTROL_TOKEN");
        builder.environment().putAll(environment);
        var process = builder.start();
        processes.add(process);
        return process;
    }

    private static String errors(Process process) throws IOException {
        return new String(process.getErrorStream().readAllBytes(), UTF_8);
    }
}
