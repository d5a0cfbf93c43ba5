package dev.concierge.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;

/**
 * Every variable {@code NAME} may also be given as {@code NAME_FILE}, a file that holds the value (one line end at its end is left out). Which
 * names there are is read from {@code application.yaml} itself; registrations, the sign-in of {@code db init}, the databases that
 * {@code db diff} looks at by name and the new key of {@code keys rewrap} come on top.
 */
public final class SecretFiles implements EnvironmentPostProcessor, Ordered {
    private static final String SUFFIX = "_FILE";
    private static final int LARGEST = 64 * 1024;
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([A-Z][A-Z0-9_]*)");
    private static final Pattern REGISTRATION = Pattern.compile(
            "([A-Z][A-Z0-9_]*_(?:CLIENT_ID|CLIENT_SECRET|REDIRECT_URI|CONNECT_ENABLED|SIGN_IN_ENABLED|IN_TESTING))_FILE");
    private static final Pattern OTHER_DATABASE =
            Pattern.compile("([A-Z][A-Z0-9_]*_POSTGRES_(?:OWNER|SYSTEM)_PASSWORD)_FILE");
    private static final Set<String> ONLY_COMMANDS =
            Set.of("POSTGRES_ADMIN_USER", "POSTGRES_ADMIN_PASSWORD", "NEW_ENCRYPTION_KEY");

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    /** @throws IllegalArgumentException with one line for each file that cannot be used */
    @Override
    public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
        Map<String, Object> values = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        for (String name : names(environment)) {
            String file = given(environment, name + SUFFIX);
            if (file == null) {
                continue;
            }
            if (given(environment, name) != null) {
                faults.add(name + " and " + name + SUFFIX + " are both given; give one.");
                continue;
            }
            try {
                values.put(name, read(Path.of(file)));
            } catch (IOException | IllegalArgumentException e) {
                faults.add(name + SUFFIX + " cannot be read: " + file + ".");
            }
        }
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        if (!values.isEmpty()) {
            environment.getPropertySources().addFirst(new MapPropertySource("secret files", values));
        }
    }

    private static Set<String> names(ConfigurableEnvironment environment) {
        Set<String> names = new TreeSet<>(ONLY_COMMANDS);
        Matcher known = PLACEHOLDER.matcher(applicationYaml());
        while (known.find()) {
            names.add(known.group(1));
        }
        environment.getPropertySources().stream()
                .filter(EnumerablePropertySource.class::isInstance)
                .map(EnumerablePropertySource.class::cast)
                .flatMap(source -> java.util.Arrays.stream(source.getPropertyNames()))
                .flatMap(name -> Stream.of(REGISTRATION.matcher(name), OTHER_DATABASE.matcher(name)))
                .filter(Matcher::matches)
                .forEach(matcher -> names.add(matcher.group(1)));
        return names;
    }

    private static String applicationYaml() {
        try (InputStream in = SecretFiles.class.getResourceAsStream("/application.yaml")) {
            return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("application.yaml cannot be read", e);
        }
    }

    private static @Nullable String given(ConfigurableEnvironment environment, String name) {
        String value = environment.getProperty(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    private static String read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException("larger than any value");
            }
            return new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\R\\z", "");
        }
    }
}
