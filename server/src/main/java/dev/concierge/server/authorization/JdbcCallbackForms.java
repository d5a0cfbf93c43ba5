package dev.concierge.server.authorization;

import dev.concierge.server.database.AuthScope;
import dev.concierge.server.database.Ids;
import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.Binding;
import dev.concierge.server.encryption.Ciphertext;
import dev.concierge.server.encryption.RandomSecrets;
import dev.concierge.server.encryption.RowCipher;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.encryption.UnreadableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** {@link CallbackForms} in the table {@code callback_forms}, reached through the owner's definer functions alone. */
@Component
final class JdbcCallbackForms implements CallbackForms {
    private static final Logger log = LoggerFactory.getLogger(JdbcCallbackForms.class);
    private static final Duration LIFE = Duration.ofMinutes(1);
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final int MOST_PARAMETERS = 30;
    private static final int LARGEST = 16 * 1024;
    private static final TypeReference<Map<String, List<String>>> PARAMETERS = new TypeReference<>() {};

    private final AuthScope auth;
    private final SystemScope system;
    private final RowCipher cipher;
    private final RandomSecrets secrets;
    private final JsonMapper json;
    private final Ids ids;
    private final Clock clock;

    JdbcCallbackForms(
            AuthScope auth,
            SystemScope system,
            RowCipher cipher,
            RandomSecrets secrets,
            JsonMapper json,
            Ids ids,
            Clock clock) {
        this.auth = auth;
        this.system = system;
        this.cipher = cipher;
        this.secrets = secrets;
        this.json = json;
        this.ids = ids;
        this.clock = clock;
    }

    private record Row(UUID id, Ciphertext parameters) {}

    @Override
    public Optional<Secret> keep(String providerId, Map<String, List<String>> parameters) {
        List<String> states = parameters.getOrDefault("state", List.of());
        byte[] plain = parameters.size() > MOST_PARAMETERS ? new byte[0] : json.writeValueAsBytes(parameters);
        boolean fits = states.size() == 1 && SECRET.matcher(states.getFirst()).matches();
        if (!fits || plain.length == 0 || plain.length > LARGEST) {
            return Optional.empty();
        }
        Secret handle = secrets.next();
        UUID id = ids.next();
        Ciphertext sealed = cipher.encrypt(Secret.of(plain), binding(id));
        boolean kept = put(Secret.of(states.getFirst()), handle, providerId, id, sealed);
        return kept ? Optional.of(handle) : Optional.empty();
    }

    private boolean put(Secret state, Secret handle, String providerId, UUID id, Ciphertext sealed) {
        Instant now = clock.instant();
        return auth.call(jdbc -> jdbc.sql(
                        "select callback_form_put(:state, :handle, :id, :provider, :parameters, :now, :expires)")
                .param("state", state.sha256())
                .param("handle", handle.sha256())
                .param("id", id)
                .param("provider", providerId)
                .param("parameters", sealed.bytes())
                .param("now", utc(now))
                .param("expires", utc(now.plus(LIFE)))
                .query(Boolean.class)
                .single());
    }

    @Override
    public Optional<Map<String, List<String>>> take(String providerId, String handle) {
        if (!SECRET.matcher(handle).matches()) {
            return Optional.empty();
        }
        Optional<Row> row =
                auth.call(jdbc -> jdbc.sql("select id, parameters from callback_form_take(:handle, :provider, :now)")
                        .param("handle", Secret.of(handle).sha256())
                        .param("provider", providerId)
                        .param("now", utc(clock.instant()))
                        .query((found, _) ->
                                new Row(found.getObject("id", UUID.class), Ciphertext.of(found.getBytes("parameters"))))
                        .optional());
        return row.flatMap(this::opened);
    }

    private Optional<Map<String, List<String>>> opened(Row row) {
        try {
            byte[] plain = cipher.decrypt(row.parameters(), binding(row.id())).revealBytes();
            return Optional.of(json.readValue(plain, PARAMETERS));
        } catch (UnreadableException e) {
            log.error("A callback that waited cannot be read: {}", e.getMessage());
            return Optional.empty();
        }
    }

    @Override
    public int purge() {
        return system.call(jdbc -> jdbc.sql("select callback_form_purge(:before)")
                .param("before", utc(clock.instant()))
                .query(Integer.class)
                .single());
    }

    private static Binding binding(UUID id) {
        return new Binding("callback_forms", "parameters", id, null, 0);
    }

    private static OffsetDateTime utc(Instant instant) {
        return OffsetDateTime.ofInstant(instant, ZoneOffset.UTC);
    }
}
