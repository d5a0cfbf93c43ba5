package dev.concierge.server.web;

import dev.concierge.probe.ProbeController;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.Banner;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Import;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

/** The web room alone, with real HTTP: no database, everybody may do everything. Not found by a real server's scan: no stereotype. */
@EnableAutoConfiguration
@ComponentScan
@ConfigurationPropertiesScan
@Import(ProbeController.class)
final class WebRoom {
    @Bean
    Clock clock() {
        return Clock.fixed(Samples.NOW, ZoneOffset.UTC);
    }

    @Bean
    SecurityFilterChain everybody(HttpSecurity http) {
        return http.authorizeHttpRequests(all -> all.anyRequest().permitAll())
                .csrf(csrf -> csrf.disable())
                .build();
    }

    /** A running one. */
    static final class Running implements AutoCloseable {
        private final ConfigurableApplicationContext context;
        private final HttpClient client = HttpClient.newBuilder()
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();

        Running() {
            this.context = new SpringApplicationBuilder(WebRoom.class)
                    .bannerMode(Banner.Mode.OFF)
                    .logStartupInfo(false)
                    .registerShutdownHook(false)
                    .properties(Map.of(
                            "HTTP_PORT", "0",
                            "MANAGEMENT_PORT", "0",
                            "PUBLIC_URL", "https://keys.example.com",
                            "management.endpoint.health.validate-group-membership", "false"))
                    .run();
        }

        int port() {
            return Objects.requireNonNull(((ServletWebServerApplicationContext) context).getWebServer())
                    .getPort();
        }

        HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
            return send(request(path, headers).GET());
        }

        HttpResponse<String> post(String path, String body, String... headers)
                throws IOException, InterruptedException {
            return send(request(path, headers).POST(HttpRequest.BodyPublishers.ofString(body)));
        }

        HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }

        HttpRequest.Builder request(String path, String... headers) {
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path));
            return headers.length == 0 ? request : request.headers(headers);
        }

        @Override
        public void close() {
            client.close();
            context.close();
        }
    }
}
