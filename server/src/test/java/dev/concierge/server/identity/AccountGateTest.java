package dev.concierge.server.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.concierge.server.web.Role;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the gate says to whoever proved what. */
@Tag("security")
class AccountGateTest {
    private static final Set<Factor> NONE = Set.of();
    private static final Set<Factor> APP = EnumSet.of(Factor.TOTP);
    private static final Set<Factor> APP_AND_CODES = EnumSet.of(Factor.TOTP, Factor.RECOVERY_CODE);

    private final AccountGate gate = gate(Set.of(Role.ADMIN));

    private static AccountGate gate(Set<Role> roles) {
        return new AccountGate(new IdentitySettings(
                SignUpPolicy.OPEN,
                Set.of(),
                roles,
                new IdentitySettings.Details(Duration.ofHours(1), Duration.ofDays(1), 1, 1, 1, 1, 1, 1, 1)));
    }

    private static Account account(Role role, boolean active) {
        return new Account(UUID.randomUUID(), "a@corp.example", "Anna", role, active);
    }

    private static Account user() {
        return account(Role.USER, true);
    }

    @ParameterizedTest
    @EnumSource(
            value = Factor.class,
            names = {"PASSWORD", "PROVIDER", "EMAIL_LINK"})
    void any_first_factor_admits_an_account_without_a_second(Factor first) {
        Account account = user();
        assertThat(gate.admit(account, NONE, EnumSet.of(first))).isEqualTo(new GateOutcome.Admitted(account));
    }

    @ParameterizedTest
    @EnumSource(
            value = Factor.class,
            names = {"PASSWORD", "PROVIDER", "EMAIL_LINK"})
    void every_first_factor_alone_is_too_little_for_an_account_with_a_second(Factor first) {
        assertThat(gate.admit(user(), APP_AND_CODES, EnumSet.of(first)))
                .isEqualTo(new GateOutcome.FactorMissing(APP_AND_CODES));
        assertThat(gate.admit(user(), APP, EnumSet.of(first, Factor.TOTP))).isInstanceOf(GateOutcome.Admitted.class);
        assertThat(gate.admit(user(), APP, EnumSet.of(first, Factor.RECOVERY_CODE)))
                .isInstanceOf(GateOutcome.Admitted.class);
    }

    @ParameterizedTest
    @EnumSource(
            value = Factor.class,
            names = {"TOTP", "RECOVERY_CODE"})
    void a_second_factor_alone_admits_nobody(Factor second) {
        assertThat(gate.admit(user(), APP_AND_CODES, EnumSet.of(second)))
                .isEqualTo(new GateOutcome.FactorMissing(
                        EnumSet.of(Factor.PASSWORD, Factor.PROVIDER, Factor.EMAIL_LINK, Factor.PASSKEY)));
        assertThat(gate.admit(user(), NONE, EnumSet.of(second))).isInstanceOf(GateOutcome.FactorMissing.class);
    }

    @Test
    void a_passkey_alone_is_both_and_is_asked_for_where_there_is_one() {
        Set<Factor> passkey = EnumSet.of(Factor.PASSKEY);
        assertThat(gate.admit(user(), passkey, passkey)).isInstanceOf(GateOutcome.Admitted.class);
        assertThat(gate.admit(account(Role.ADMIN, true), APP_AND_CODES, passkey))
                .isInstanceOf(GateOutcome.Admitted.class);
        assertThat(gate.admit(user(), passkey, EnumSet.of(Factor.PASSWORD)))
                .isEqualTo(new GateOutcome.FactorMissing(passkey));
        assertThat(gate.admit(user(), passkey, EnumSet.of(Factor.PASSWORD, Factor.PASSKEY)))
                .isInstanceOf(GateOutcome.Admitted.class);
    }

    @Test
    void nothing_proved_admits_nobody() {
        assertThat(gate.admit(user(), NONE, NONE)).isInstanceOf(GateOutcome.FactorMissing.class);
    }

    @Test
    void recovery_codes_without_an_app_are_no_factor() {
        assertThat(gate.admit(user(), EnumSet.of(Factor.RECOVERY_CODE), EnumSet.of(Factor.PASSWORD)))
                .isInstanceOf(GateOutcome.Admitted.class);
        assertThat(gate.admit(account(Role.ADMIN, true), EnumSet.of(Factor.RECOVERY_CODE), EnumSet.of(Factor.PASSWORD)))
                .isInstanceOf(GateOutcome.EnrolmentMissing.class);
    }

    @Test
    void administrators_must_have_one_whatever_is_set_and_other_roles_where_it_is() {
        AccountGate strict = gate(Set.of(Role.MANAGER));
        for (Role role : Role.values()) {
            boolean must = role == Role.ADMIN || role == Role.MANAGER;
            assertThat(strict.admit(account(role, true), NONE, EnumSet.of(Factor.PASSWORD)))
                    .as(role.word())
                    .isInstanceOf(must ? GateOutcome.EnrolmentMissing.class : GateOutcome.Admitted.class);
            assertThat(strict.admit(account(role, true), NONE, EnumSet.of(Factor.PASSWORD, Factor.TOTP)))
                    .as("an app that is gone is none")
                    .isInstanceOf(must ? GateOutcome.EnrolmentMissing.class : GateOutcome.Admitted.class);
        }
    }

    @Test
    void a_key_is_asked_for_no_second_factor() {
        assertThat(gate.admit(account(Role.ADMIN, true), NONE, EnumSet.of(Factor.API_KEY)))
                .isInstanceOf(GateOutcome.Admitted.class);
        assertThat(gate.admit(user(), APP, EnumSet.of(Factor.API_KEY))).isInstanceOf(GateOutcome.Admitted.class);
    }

    @Test
    void a_disabled_account_is_disabled_whatever_was_proved() {
        for (Role role : Role.values()) {
            assertThat(gate.admit(account(role, false), APP, EnumSet.allOf(Factor.class)))
                    .isInstanceOf(GateOutcome.Disabled.class);
            assertThat(gate.isOpen(account(role, false))).isFalse();
        }
    }
}
