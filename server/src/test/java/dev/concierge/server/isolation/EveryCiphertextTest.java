package dev.concierge.server.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.authorization.CallbackForms;
import dev.concierge.server.encryption.EncryptedColumn;
import dev.concierge.server.encryption.KeyRing;
import dev.concierge.server.jobs.JobRunner;
import dev.concierge.server.support.Visitor;
import dev.concierge.server.vault.keys.KeyRotation;
import dev.concierge.server.vault.keys.RotateOutcome;
import dev.concierge.server.vault.keys.Rotation;
import dev.concierge.server.web.Role;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * F-05: an installation with a value in every encrypted column, each sealed by the room it belongs to, rotates its key. What the list of columns
 * says of a binding is right only if every one of them opens.
 */
@Tag("token")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EveryCiphertextTest {
    private static final Pattern STATE = Pattern.compile("[?&]state=([A-Za-z0-9_-]{43})");

    private TwoAccounts two;

    @BeforeAll
    void start() {
        two = new TwoAccounts();
    }

    @AfterAll
    void stop() {
        two.close();
    }

    private void registration() {
        Visitor admin = two.world().visitor().signUp().raisedTo(Role.ADMIN);
        assertThat(admin.browser()
                        .submit(
                                admin.open("/admin/providers/github"),
                                "form[action='/admin/providers/github']",
                                Map.of("clientId", "a-client", "clientSecret", "a-secret-of-that-client"))
                        .text())
                .contains("Saved.");
    }

    private String callback() {
        URI trip = two.alice().visitor.beginConnect();
        Matcher state = STATE.matcher(trip.toString());
        assertThat(state.find()).isTrue();
        return two.world()
                .server()
                .bean(CallbackForms.class)
                .keep("google", Map.of("state", List.of(state.group(1)), "code", List.of("c")))
                .orElseThrow()
                .reveal();
    }

    @Test
    @DisplayName("F-05 a value of every encrypted column opens and is re-encrypted, and is what it was")
    void a_value_of_every_encrypted_column_opens_and_is_re_encrypted() throws Exception {
        registration();
        String handle = callback();
        KeyRotation rotation = two.world().server().bean(KeyRotation.class);
        assertThat(rotation.counts().keySet())
                .as("a new column needs a row here, made by the room that owns it")
                .containsExactlyInAnyOrderElementsOf(Arrays.asList(EncryptedColumn.values()));

        assertThat(rotation.rotate("operator")).isInstanceOf(RotateOutcome.Started.class);
        assertThat(two.world().server().bean(KeyRing.class).reload()).isTrue();
        two.world().server().bean(JobRunner.class).run("vault.reencrypt");

        Rotation done = Objects.requireNonNull(rotation.status().rotation());
        assertThat(done.unreadable()).isZero();
        assertThat(done.state()).isEqualTo(Rotation.State.DONE);
        assertThat(rotation.counts().values())
                .allSatisfy(byKey -> assertThat(byKey).containsOnlyKeys(done.newKey()));
        assertThat(two.alice().api.token(two.alice().integration).status()).isEqualTo(200);
        assertThat(two.world().server().bean(CallbackForms.class).take("google", handle))
                .hasValueSatisfying(form -> assertThat(form).containsEntry("code", List.of("c")));
    }
}
