package dev.concierge.server.imports;

import dev.concierge.server.database.SystemScope;
import dev.concierge.server.encryption.Secret;
import dev.concierge.server.encryption.Signer;
import dev.concierge.server.identity.ImportedAccount;
import dev.concierge.server.identity.ImportedIdentity;
import dev.concierge.server.integrations.ImportedGrant;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Table {@code imported_parts}: what was imported, by codes that tell nothing. A part is written in the transaction of what it stands for, so that
 * either both are there or neither.
 */
@Repository
class ImportedParts {
    private static final byte[] NONE = {0};

    private final SystemScope system;
    private final Signer signer;

    ImportedParts(SystemScope system, Signer signer) {
        this.system = system;
        this.signer = signer;
    }

    /** A part that is there; its content is a code, which is compared and no more. */
    record Part(UUID accountId, Secret content) {}

    /** What an older installation's account, or a grant of it, is found by. */
    String code(String key, @Nullable ImportedGrant grant) {
        byte[] code = signer.sign("import part", bytes(key), grant == null ? NONE : bytes(grantName(grant)));
        return HexFormat.of().formatHex(code);
    }

    static String grantName(ImportedGrant grant) {
        String chosen = grant.chosen() == null ? "" : grant.chosen().id();
        return String.join("\n", grant.provider(), grant.account(), chosen);
    }

    /** The content of an account, without its grants. */
    Secret content(ImportedAccount account) {
        List<byte[]> parts = new ArrayList<>(List.of(
                bytes(account.email()),
                bytes(Boolean.toString(account.emailVerified())),
                bytes(account.name()),
                bytes(account.role().word()),
                bytes(account.localId()),
                bytes(Boolean.toString(account.active())),
                bytes(account.passwordHash())));
        for (ImportedIdentity identity : account.identities()) {
            parts.add(bytes(identity.issuer()));
            parts.add(bytes(identity.subject()));
            parts.add(bytes(identity.label()));
            parts.add(bytes(identity.email()));
            parts.add(bytes(Boolean.toString(identity.emailVerified())));
        }
        return Secret.of(signer.sign("import account", parts.toArray(byte[][]::new)));
    }

    Secret content(ImportedGrant grant) {
        Stream<byte[]> parts = Stream.of(
                bytes(grant.label()),
                bytes(grant.consentAccount()),
                bytes(grant.chosen() == null ? null : grant.chosen().name()),
                bytes(grant.accessToken()),
                bytes(grant.refreshToken()),
                bytes(grant.expiresAt() == null ? null : grant.expiresAt().toString()));
        Stream<byte[]> scopes = grant.scopes().stream().sorted().map(ImportedParts::bytes);
        return Secret.of(
                signer.sign("import grant", Stream.concat(parts, scopes).toArray(byte[][]::new)));
    }

    private static byte[] bytes(@Nullable String text) {
        return text == null ? NONE : text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(@Nullable Secret secret) {
        return secret == null ? NONE : secret.revealBytes();
    }

    /**
     * Those of the parts that are there, by code. By the role system, in a transaction of its own: whose they are must be known before anything is done
     * for that account.
     */
    Map<String, Part> find(Collection<String> codes) {
        return system.call(jdbc -> {
            Map<String, Part> found = new HashMap<>();
            jdbc.sql("""
                            select encode(part_code, 'hex') as code, account_id, content from imported_parts
                            where part_code = any (array(select decode(code, 'hex') from unnest(cast(:codes as text[])) code))
                            """).param("codes", codes.toArray(String[]::new)).query(row -> {
                Part part = new Part(row.getObject("account_id", UUID.class), Secret.of(row.getBytes("content")));
                found.put(row.getString("code"), part);
            });
            return found;
        });
    }

    /** @throws org.springframework.dao.DuplicateKeyException when another import writes the same part just now */
    static void insert(JdbcClient jdbc, String code, UUID accountId, Secret content, Instant now) {
        jdbc.sql("""
                        insert into imported_parts (part_code, account_id, content, imported_at)
                        values (decode(:code, 'hex'), :account, :content, :now)
                        """)
                .param("code", code)
                .param("account", accountId)
                .param("content", content.revealBytes())
                .param("now", now.atOffset(ZoneOffset.UTC))
                .update();
    }
}
