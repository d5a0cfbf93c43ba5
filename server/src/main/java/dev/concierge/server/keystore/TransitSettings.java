package dev.concierge.server.keystore;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the key store is and how to sign in there. Looked at only when it is used.
 *
 * @param address {@code VAULT_ADDR}: scheme, host and port; http for this machine alone
 * @param key {@code VAULT_TRANSIT_KEY}: name of the key, which has to be there
 * @param mount {@code VAULT_TRANSIT_MOUNT}: where the engine is mounted, default transit
 * @param namespace {@code VAULT_NAMESPACE}; none by default
 * @param caFile {@code VAULT_CACERT}: PEM certificates trusted there; default {@code TRUSTED_CA_FILE}
 * @param token {@code VAULT_TOKEN}
 * @param tokenFile {@code VAULT_TOKEN_FILE}: read at each use, for somebody else renews it
 * @param roleId {@code VAULT_ROLE_ID} of AppRole
 * @param secretId {@code VAULT_SECRET_ID} of AppRole
 * @param secretIdFile {@code VAULT_SECRET_ID_FILE}: read at each sign-in
 * @param patience {@code VAULT_PATIENCE}: how long a start waits for a Vault that is away or sealed, 0 to 10 min, default 60 s
 */
@ConfigurationProperties("concierge.transit")
record TransitSettings(
        @Nullable String address,
        @Nullable String key,
        @DefaultValue("transit") String mount,
        @Nullable String namespace,
        @Nullable String caFile,
        @Nullable String token,
        @Nullable String tokenFile,
        @Nullable String roleId,
        @Nullable String secretId,
        @Nullable String secretIdFile,
        @DefaultValue("60s") Duration patience) {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*/?");
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int SHORTEST_TOKEN = 16;
    private static final Duration LONGEST_PATIENCE = Duration.ofMinutes(10);

    TransitSettings {
        address = blankToNull(address);
        key = blankToNull(key);
        mount = mount.isBlank() ? "transit" : mount.strip().replaceAll("^/|/$", "");
        namespace = blankToNull(namespace);
        caFile = blankToNull(caFile);
        token = blankToNull(token);
        tokenFile = blankToNull(tokenFile);
        roleId = blankToNull(roleId);
        secretId = blankToNull(secretId);
        secretIdFile = blankToNull(secretIdFile);
    }

    /** @throws IllegalArgumentException with one line for the operator for each fault */
    TransitSettings checked() {
        List<String> faults = new ArrayList<>();
        if (address == null) {
            faults.add("VAULT_ADDR is missing: where the key store is, such as https://vault.example.org:8200.");
        } else if (!isServer(address)) {
            faults.add(
                    "VAULT_ADDR must be https://host:port without a path; http is for this machine alone (127.0.0.1).");
        }
        if (key == null) {
            faults.add("VAULT_TRANSIT_KEY is missing: the name of the key that wraps the data keys.");
        } else if (!NAME.matcher(key).matches()) {
            faults.add("VAULT_TRANSIT_KEY is no name of a key: letters, digits, dots, dashes and underscores.");
        }
        if (!PATH.matcher(mount).matches()) {
            faults.add("VAULT_TRANSIT_MOUNT is no path of a mount, such as transit.");
        }
        if (namespace != null && !PATH.matcher(namespace).matches()) {
            faults.add("VAULT_NAMESPACE is no name of a namespace.");
        }
        if (patience.isNegative() || patience.compareTo(LONGEST_PATIENCE) > 0) {
            faults.add("VAULT_PATIENCE must be between 0s and 10m.");
        }
        signIn(faults);
        if (!faults.isEmpty()) {
            throw new IllegalArgumentException(String.join("\n", faults));
        }
        return this;
    }

    private void signIn(List<String> faults) {
        boolean byToken = token != null || tokenFile != null;
        boolean byRole = roleId != null || secretId != null || secretIdFile != null;
        if (byToken == byRole) {
            faults.add((byToken
                            ? "Two ways to sign in to Vault are given; give one: "
                            : "No way to sign in to Vault is given: ")
                    + "VAULT_TOKEN or VAULT_TOKEN_FILE, or VAULT_ROLE_ID with VAULT_SECRET_ID_FILE.");
        } else if (byRole && (roleId == null || (secretId == null && secretIdFile == null))) {
            faults.add("VAULT_ROLE_ID and VAULT_SECRET_ID_FILE (or VAULT_SECRET_ID) belong together; one is missing.");
        } else if (tokenFile == null && token != null && token.length() < SHORTEST_TOKEN) {
            faults.add("VAULT_TOKEN is too short to be a token that nobody guesses.");
        }
    }

    private static boolean isServer(String text) {
        try {
            URI url = new URI(text);
            boolean bare = url.getRawUserInfo() == null
                    && url.getRawQuery() == null
                    && url.getRawFragment() == null
                    && (url.getRawPath() == null
                            || url.getRawPath().isEmpty()
                            || url.getRawPath().equals("/"));
            return bare
                    && url.getHost() != null
                    && ("https".equals(url.getScheme())
                            || ("http".equals(url.getScheme()) && THIS_MACHINE.contains(url.getHost())));
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** Scheme, host and port alone; after {@link #checked}. */
    URI server() {
        return URI.create(required(address).replaceAll("/$", ""));
    }

    /** {@code mount/key}; after {@link #checked}. */
    String path(String verb) {
        return mount + "/" + verb + "/" + required(key);
    }

    String named() {
        return mount + "/" + required(key);
    }

    @Nullable
    Path caPath() {
        return caFile == null ? null : Path.of(caFile);
    }

    private static String required(@Nullable String value) {
        if (value == null) {
            throw new IllegalStateException("settings that were not checked");
        }
        return value;
    }

    private static @Nullable String blankToNull(@Nullable String value) {
        return value == null || value.isBlank() ? null : value.strip();
    }

    @Override
    public String toString() {
        return "TransitSettings[" + address + ", " + mount + "/" + key + "]";
    }
}
