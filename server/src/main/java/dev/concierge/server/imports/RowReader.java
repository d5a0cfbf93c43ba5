package dev.concierge.server.imports;

import dev.concierge.server.encryption.LegacyCipher;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.ImportRefused;
import dev.concierge.server.identity.ImportedAccount;
import dev.concierge.server.identity.ImportedIdentity;
import dev.concierge.server.integrations.ImportedGrant;
import dev.concierge.server.web.Role;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads lines of the file; {@code docs/import.md} is its form in words. */
final class RowReader {
    private static final Set<String> HEADER = Set.of("format", "tokens");
    private static final Set<String> ROW = Set.of(
            "key", "email", "emailVerified", "name", "role", "localId", "active", "password", "identities", "grants");
    private static final Set<String> IDENTITY = Set.of("issuer", "subject", "label", "email", "emailVerified");
    private static final Set<String> GRANT = Set.of(
            "provider",
            "account",
            "label",
            "consentAccount",
            "chosen",
            "scopes",
            "accessToken",
            "refreshToken",
            "expiresAt");
    private static final Set<String> CHOSEN = Set.of("id", "name");

    private static final String FORMAT = "concierge-import-1";
    private static final int LONGEST_WORD = 255;
    private static final int LONGEST_ADDRESS = 320;
    private static final int LONGEST_ISSUER = 512;
    private static final int LONGEST_LOCAL_ID = 50;
    private static final int LONGEST_HASH = 512;
    private static final int LONGEST_TOKEN = 16 * 1024;
    private static final int MOST_IDENTITIES = 50;
    private static final int MOST_GRANTS = 500;
    private static final int MOST_SCOPES = 200;
    private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(8)
                            .maxNumberLength(32)
                            .maxNameLength(256)
                            .maxStringLength(BoundedLines.LONGEST)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final LegacyCipher cipher;

    private RowReader(LegacyCipher cipher) {
        this.cipher = cipher;
    }

    /**
     * Reads the first line, which says in what form the tokens of the others are.
     *
     * @throws ImportRefused when it is no such line
     * @throws IllegalArgumentException when the key that its form needs is missing or unfit
     */
    static RowReader byHeader(BoundedLines.Line line, @Nullable Secret legacyKeys) {
        Fields header = Fields.of(parsed(line), "", HEADER);
        if (!header.text("format", LONGEST_WORD).equals(FORMAT)) {
            throw new ImportRefused("format", "The first line says \"format\":\"" + FORMAT + "\".");
        }
        return switch (header.text("tokens", LONGEST_WORD)) {
            case "plain" -> new RowReader(LegacyCipher.plain());
            case "fernet" -> new RowReader(LegacyCipher.fernet(legacyKeys));
            case "aes-256-gcm" -> new RowReader(LegacyCipher.aesGcm(legacyKeys));
            default -> throw new ImportRefused("tokens", "This is plain, fernet or aes-256-gcm.");
        };
    }

    private static JsonNode parsed(BoundedLines.Line line) {
        if (line.text() == null) {
            throw new ImportRefused("line", String.valueOf(line.fault()));
        }
        try {
            return JSON.readTree(line.text());
        } catch (JacksonException _) {
            // its message holds a part of the line
            throw new ImportRefused(
                    "line", "This is not one JSON object with each field once. Write one object on each line.");
        }
    }

    /** @throws ImportRefused when the line cannot be taken as it stands */
    ImportRow read(BoundedLines.Line line) {
        Fields row = Fields.of(parsed(line), "", ROW);
        ImportedAccount account = new ImportedAccount(
                row.textOrNull("email", LONGEST_ADDRESS),
                row.flag("emailVerified", false),
                row.textOrNull("name", LONGEST_WORD),
                role(row),
                row.textOrNull("localId", LONGEST_LOCAL_ID),
                row.flag("active", true),
                row.secretOrNull("password", LONGEST_HASH),
                row.objects("identities", IDENTITY, MOST_IDENTITIES).stream()
                        .map(RowReader::identity)
                        .toList());
        List<ImportedGrant> grants = row.objects("grants", GRANT, MOST_GRANTS).stream()
                .map(this::grant)
                .toList();
        checkDoubles(grants);
        return new ImportRow(row.text("key", LONGEST_WORD), account, grants);
    }

    private static Role role(Fields row) {
        if (!row.has("role")) {
            return Role.GUEST;
        }
        try {
            return Role.of(row.text("role", LONGEST_WORD).toLowerCase(Locale.ROOT));
        } catch (IllegalArgumentException _) {
            throw new ImportRefused("role", "This is guest, user, manager or admin.");
        }
    }

    private static ImportedIdentity identity(Fields identity) {
        return new ImportedIdentity(
                identity.text("issuer", LONGEST_ISSUER),
                identity.text("subject", LONGEST_WORD),
                identity.textOrNull("label", LONGEST_ADDRESS),
                identity.textOrNull("email", LONGEST_ADDRESS),
                identity.flag("emailVerified", false));
    }

    private ImportedGrant grant(Fields grant) {
        Secret accessToken = token(grant, "accessToken");
        if (accessToken == null) {
            throw new ImportRefused(grant.path("accessToken"), "It is missing. Leave the grant out.");
        }
        Fields chosen = grant.objectOrNull("chosen", CHOSEN);
        return new ImportedGrant(
                grant.text("provider", LONGEST_WORD),
                grant.text("account", LONGEST_WORD),
                grant.textOrNull("label", LONGEST_WORD),
                grant.textOrNull("consentAccount", LONGEST_WORD),
                chosen == null
                        ? null
                        : new ImportedGrant.Chosen(chosen.text("id", LONGEST_WORD), chosen.text("name", LONGEST_WORD)),
                grant.words("scopes", LONGEST_WORD, MOST_SCOPES),
                accessToken,
                token(grant, "refreshToken"),
                expiresAt(grant));
    }

    private @Nullable Secret token(Fields grant, String name) {
        String text = grant.textOrNull(name, 2 * LONGEST_TOKEN);
        if (text == null) {
            return null;
        }
        Secret token = cipher.open(text)
                .orElseThrow(
                        () -> new ImportRefused(
                                grant.path(name),
                                "LEGACY_ENCRYPTION_KEY does not open it. Give the key it was encrypted with, or correct \"tokens\" in the first line."));
        if (!isToken(token)) {
            throw new ImportRefused(
                    grant.path(name),
                    "This is no token (RFC 6749 appendix A.12: printable ASCII, here up to 16 KiB). Correct it, or \"tokens\" in the first line.");
        }
        return token;
    }

    private static boolean isToken(Secret token) {
        byte[] bytes = token.revealBytes();
        boolean printable = bytes.length > 0 && bytes.length <= LONGEST_TOKEN;
        for (byte one : bytes) {
            printable &= one > ' ' && one <= '~';
        }
        return printable;
    }

    private static @Nullable Instant expiresAt(Fields grant) {
        if (!grant.has("expiresAt")) {
            return null;
        }
        Long seconds = grant.wholeNumberOrNull("expiresAt");
        try {
            Instant at = seconds == null
                    ? OffsetDateTime.parse(grant.text("expiresAt", LONGEST_WORD))
                            .toInstant()
                    : Instant.ofEpochSecond(seconds);
            if (!at.isBefore(EARLIEST) && !at.isAfter(LATEST)) {
                return at;
            }
        } catch (DateTimeException _) {
            // told below
        }
        throw new ImportRefused(
                grant.path("expiresAt"),
                "This is no time with a zone (2026-05-01T12:00:00Z) and no number of seconds since 1970. Correct it.");
    }

    private static void checkDoubles(List<ImportedGrant> grants) {
        Set<String> seen = new HashSet<>();
        for (int number = 0; number < grants.size(); number++) {
            if (!seen.add(ImportedParts.grantName(grants.get(number)))) {
                throw new ImportRefused(
                        "grants[" + number + "]",
                        "The same account at the same provider stands here twice. Keep the newer one.");
            }
        }
    }
}
