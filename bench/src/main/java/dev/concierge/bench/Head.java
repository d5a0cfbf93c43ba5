package dev.concierge.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import tools.jackson.databind.json.JsonMapper;

/** A program that an administrator signed in with. It signs in again before its proof is too old. */
final class Head implements AutoCloseable {
    static final String EMAIL = "head@people.example";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration FRESH = Duration.ofMinutes(8);

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final Installation at;
    private final Authenticator app;
    private String token = "";
    private Instant provedAt = Instant.MIN;

    private Head(Installation at, Authenticator app) {
        this.at = at;
        this.app = app;
    }

    /** Signs somebody up, makes them an administrator in the database, as the command line does, and sets up the second factor that they need. */
    static Head of(Installation at) throws IOException, InterruptedException, SQLException {
        try (Person newcomer = new Person(at);
                Person head = new Person(at)) {
            newcomer.signUp(EMAIL);
            try (Connection connection = at.database();
                    Statement statement = connection.createStatement()) {
                statement.execute(
                        "update accounts set role = 'admin', email_verified = true where email = '" + EMAIL + "'");
            }
            head.signIn(EMAIL, Person.PASSWORD);
            return new Head(at, head.enrol());
        }
    }

    String token() throws IOException, InterruptedException {
        if (provedAt.isBefore(Instant.now().minus(FRESH))) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(at.url("/api/v1/auth/login"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"email\":\"" + EMAIL + "\",\"password\":\""
                                    + Person.PASSWORD + "\",\"code\":\"" + app.code() + "\"}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("the sign-in answered " + answer.statusCode());
            }
            token = JSON.readTree(answer.body()).path("accessToken").asString();
            provedAt = Instant.now();
        }
        return token;
    }

    /** Changes something. @throws IOException for any answer but 200 */
    void put(String path, String body) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(at.url(path))
                        .header("Authorization", "Bearer " + token())
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
            throw new IOException("PUT " + path + " answered " + answer.statusCode() + " " + answer.body());
        }
    }

    @Override
    public void close() {
        http.close();
    }
}
