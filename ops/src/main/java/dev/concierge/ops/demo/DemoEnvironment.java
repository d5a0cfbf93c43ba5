package dev.concierge.ops.demo;

import dev.concierge.ops.demo.DemoSecrets.Name;
import dev.concierge.postgres.EmbeddedPostgres;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What the demo's programs find in their environment. Nothing of the caller's reaches them but what every program needs, so that a
 * variable of a real installation cannot mix into the demo.
 */
record DemoEnvironment(DemoFolder folder, DemoSecrets secrets, DemoPorts ports) {

    static final String DATABASE = "concierge";
    static final String CLIENT_ID = "concierge-demo.apps.sandbox.example";

    /** Where the demo has a client of its own. */
    static final List<String> PROVIDERS =
            List.of("google", "microsoft", "notion", "linkedin", "twitter", "meta", "github");

    private static final List<String> PASSED_ON =
            List.of("PATH", "HOME", "USER", "LANG", "LC_ALL", "TZ", "TMPDIR", "LOG_LEVEL");

    String publicUrl() {
        return "http://localhost:" + ports.pages();
    }

    /** By number, so that for a browser it is another site than ours, as a real provider is. */
    String sandboxUrl() {
        return "http://127.0.0.1:" + ports.sandbox();
    }

    /** Where the sandbox may send people back to; Google's client is YouTube's as well. */
    List<String> redirectUris(String provider) {
        return Stream.of(provider, provider.equals("google") ? "youtube" : provider)
                .distinct()
                .flatMap(id -> Stream.of(
                        publicUrl() + "/api/v1/oauth/" + id + "/callback", publicUrl() + "/auth/callback/" + id))
                .toList();
    }

    Map<String, String> sandbox() {
        Map<String, String> environment = common();
        environment.put("SANDBOX_CONTROL_TOKEN", secrets.get(Name.SANDBOX_CONTROL_TOKEN));
        return environment;
    }

    Map<String, String> server(EmbeddedPostgres postgres) {
        Map<String, String> environment = common();
        environment.put("ENVIRONMENT", "demo");
        environment.put("PUBLIC_URL", publicUrl());
        environment.put("HTTP_ADDRESS", "127.0.0.1");
        environment.put("HTTP_PORT", Integer.toString(ports.pages()));
        environment.put("MANAGEMENT_PORT", Integer.toString(ports.management()));
        environment.put("CATALOG_DIR", folder.catalog().toString());
        environment.put("ALLOWED_PRIVATE_HOSTS", "127.0.0.1:" + ports.sandbox());
        for (String provider : PROVIDERS) {
            String name = provider.toUpperCase(Locale.ROOT);
            environment.put(name + "_CLIENT_ID", CLIENT_ID);
            environment.put(name + "_CLIENT_SECRET", secrets.get(Name.GOOGLE_CLIENT_SECRET));
        }
        environment.put("ENCRYPTION_KEY_FILE", folder.encryptionKey().toString());
        environment.put("SECRET_KEY_FILE", folder.secretKey().toString());
        environment.put("SIGN_UP", "open");
        environment.putAll(database(postgres));
        return environment;
    }

    /** Also the superuser, whom only {@code db init} may know. */
    Map<String, String> databaseInit(EmbeddedPostgres postgres) {
        Map<String, String> environment = server(postgres);
        environment.put("POSTGRES_ADMIN_USER", postgres.adminUser());
        environment.put("POSTGRES_ADMIN_PASSWORD", postgres.adminPassword());
        return environment;
    }

    private Map<String, String> database(EmbeddedPostgres postgres) {
        Map<String, String> environment = new TreeMap<>();
        environment.put("POSTGRES_HOST", postgres.host());
        environment.put("POSTGRES_PORT", Integer.toString(postgres.port()));
        environment.put("POSTGRES_DB", DATABASE);
        environment.put("POSTGRES_USER", "concierge_app");
        environment.put("POSTGRES_PASSWORD", secrets.get(Name.POSTGRES_PASSWORD));
        environment.put("POSTGRES_OWNER_USER", "concierge_owner");
        environment.put("POSTGRES_OWNER_PASSWORD", secrets.get(Name.POSTGRES_OWNER_PASSWORD));
        environment.put("POSTGRES_AUTH_USER", "concierge_auth");
        environment.put("POSTGRES_AUTH_PASSWORD", secrets.get(Name.POSTGRES_AUTH_PASSWORD));
        environment.put("POSTGRES_SYSTEM_USER", "concierge_system");
        environment.put("POSTGRES_SYSTEM_PASSWORD", secrets.get(Name.POSTGRES_SYSTEM_PASSWORD));
        return environment;
    }

    Map<String, String> common() {
        Map<String, String> environment = new TreeMap<>();
        for (String name : PASSED_ON) {
            String value = System.getenv(name);
            if (value != null) {
                environment.put(name, value);
            }
        }
        return environment;
    }
}
