package dev.concierge.ops.demo;

import dev.concierge.ops.ExitCode;
import dev.concierge.ops.OpsException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The random passwords of one demo, made once and kept in a file of mode 0600. */
final class DemoSecrets {

    /** What each is for. */
    enum Name {
        POSTGRES_PASSWORD,
        POSTGRES_OWNER_PASSWORD,
        POSTGRES_AUTH_PASSWORD,
        POSTGRES_SYSTEM_PASSWORD,
        GOOGLE_CLIENT_SECRET,
        SANDBOX_CONTROL_TOKEN,
        PERSON_PASSWORD,
        ADMINISTRATOR_PASSWORD
    }

    /** None that is read for another one. */
    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

    private final Map<Name, String> values;

    private DemoSecrets(Map<Name, String> values) {
        this.values = values;
    }

    /** Reads the file, makes what it does not hold yet, and writes it back when something was made. */
    static DemoSecrets in(Path file) {
        Properties known = read(file);
        Map<Name, String> values = new TreeMap<>();
        for (Name name : Name.values()) {
            values.put(name, known.getProperty(name.name(), random()));
        }
        if (known.size() < values.size()) {
            DemoFolder.writePrivately(file, asText(values));
        }
        return new DemoSecrets(values);
    }

    String get(Name name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalStateException(name + " was not made");
        }
        return value;
    }

    @Override
    public String toString() {
        return "DemoSecrets[redacted]";
    }

    private static String asText(Map<Name, String> values) {
        return values.entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue() + "\n")
                .collect(Collectors.joining());
    }

    private static Properties read(Path file) {
        Properties properties = new Properties();
        try {
            if (Files.exists(file)) {
                properties.load(new StringReader(Files.readString(file)));
            }
            return properties;
        } catch (IOException e) {
            throw new OpsException(ExitCode.UNWRITABLE, file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Five groups of five letters: about 120 bits, and still possible to type. */
    private static String random() {
        SecureRandom random = new SecureRandom();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < 25; i++) {
            word.append(i > 0 && i % 5 == 0 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return word.toString();
    }
}
