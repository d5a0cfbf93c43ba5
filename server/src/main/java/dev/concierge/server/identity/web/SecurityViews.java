package dev.concierge.server.identity.web;

import dev.concierge.server.catalog.Catalog;
import dev.concierge.server.identity.Accounts;
import dev.concierge.server.identity.AddressProof;
import dev.concierge.server.identity.ApiKey;
import dev.concierge.server.identity.ApiKeys;
import dev.concierge.server.identity.KeyRequest;
import dev.concierge.server.identity.KeyScope;
import dev.concierge.server.identity.NewApiKey;
import dev.concierge.server.identity.NewKeyOutcome;
import dev.concierge.server.identity.OwnIdentity;
import dev.concierge.server.identity.OwnSession;
import dev.concierge.server.identity.Sessions;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import dev.concierge.server.web.Mark;
import dev.concierge.server.web.PublicUrl;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** Gathers what {@code /security} shows. */
@Component
@ConditionalOnWebApplication
class SecurityViews {
    private static final Duration SOON = Duration.ofDays(14);
    private static final List<Integer> LIVES = List.of(7, 30, KeyRequest.USUAL_DAYS, 180, 365);

    private final Accounts accounts;
    private final AddressProof proof;
    private final Catalog catalog;
    private final Sessions sessions;
    private final ApiKeys keys;
    private final FreshProof proofs;
    private final FactorViews factors;
    private final SignInButtons buttons;
    private final PublicUrl publicUrl;
    private final Clock clock;

    SecurityViews(
            Accounts accounts,
            AddressProof proof,
            Catalog catalog,
            Sessions sessions,
            ApiKeys keys,
            FreshProof proofs,
            FactorViews factors,
            SignInButtons buttons,
            PublicUrl publicUrl,
            Clock clock) {
        this.accounts = accounts;
        this.proof = proof;
        this.catalog = catalog;
        this.sessions = sessions;
        this.keys = keys;
        this.proofs = proofs;
        this.factors = factors;
        this.buttons = buttons;
        this.publicUrl = publicUrl;
        this.clock = clock;
    }

    /** The page as somebody finds it. */
    SecurityView plain(Caller.Person person) {
        return page(person, null, form(person, usual(), null, null), still(person));
    }

    /** The page after something was asked for that is about the address. */
    SecurityView address(
            Caller.Person person,
            @Nullable String notice,
            String typed,
            @Nullable String error,
            @Nullable String passwordError) {
        SecurityView.AddressForm form = new SecurityView.AddressForm(
                accounts.isEmailProved(person.accountId()), proof.mailOffered(), notice, typed, error, passwordError);
        return page(person, null, form(person, usual(), null, null), form);
    }

    private SecurityView.AddressForm still(Caller.Person person) {
        return new SecurityView.AddressForm(
                accounts.isEmailProved(person.accountId()), proof.mailOffered(), null, "", null, null);
    }

    /** The page that shows a new key, this once. */
    SecurityView withNewKey(Caller.Person person, NewApiKey made) {
        return page(person, shown(made), form(person, usual(), null, null), still(person));
    }

    /** A new key as it is shown this once. */
    SecurityView.NewKey shown(NewApiKey made) {
        String curl = "curl " + publicUrl.resolve("/api/v1/oauth/integrations")
                + " -H \"Authorization: Bearer $CONCIERGE_KEY\"";
        return new SecurityView.NewKey(made.key().name(), made.value().reveal(), curl);
    }

    /** The page with the form as it was sent, and what was wrong with it. */
    SecurityView refused(
            Caller.Person person,
            KeyRequest sent,
            NewKeyOutcome.@Nullable Unfit unfit,
            @Nullable String passwordError) {
        return page(person, null, form(person, sent, unfit, passwordError), still(person));
    }

    private SecurityView page(
            Caller.Person person,
            SecurityView.@Nullable NewKey newKey,
            SecurityView.KeyForm form,
            SecurityView.AddressForm address) {
        List<OwnSession> own = sessions.own(person);
        Optional<OwnSession> current = own.stream()
                .filter(session -> session.id().equals(person.sessionId()))
                .findFirst();
        return new SecurityView(
                person.email(),
                address,
                accounts.passwordChangedAt(person.accountId()).orElse(null),
                accounts.identities(person.accountId()).stream()
                        .map(this::shown)
                        .toList(),
                joinable(person),
                factors.of(person),
                current.map(OwnSession::failedBefore).orElse(0),
                current.map(OwnSession::failedLastAt).orElse(null),
                own.stream()
                        .map(session -> shown(session, person))
                        .sorted(Comparator.comparing(SecurityView.Session::current)
                                .reversed())
                        .toList(),
                keys.list(person).stream().map(this::shown).toList(),
                newKey,
                form);
    }

    private List<SignInButton> joinable(Caller.Person person) {
        Set<String> known = accounts.identities(person.accountId()).stream()
                .map(OwnIdentity::provider)
                .collect(Collectors.toSet());
        return person.email() == null
                ? List.of()
                : buttons.all().stream()
                        .filter(one -> !known.contains(one.id()))
                        .toList();
    }

    private SecurityView.Way shown(OwnIdentity identity) {
        Mark mark = catalog.find(identity.provider())
                .map(provider -> new Mark(provider.name(), provider.mark()))
                .orElseGet(() -> new Mark(identity.provider(), null));
        return new SecurityView.Way(
                identity.id(), mark, identity.label(), identity.createdAt(), identity.usedAt(), why(identity.proof()));
    }

    private static String why(String proof) {
        return switch (proof) {
            case "sign-up" -> "it made the account";
            case "import" -> "it came from an older installation";
            case "first-proof" -> "it was the first to vouch for your address";
            case "fresh-sign-in" -> "you had just signed in, and both had confirmed the address";
            default -> "";
        };
    }

    /** For an account without a password and a second factor: the provider that was used last, else a link by mail. */
    String signInAgain(Caller.Person person) {
        return accounts.identities(person.accountId()).stream()
                .max(Comparator.comparing(OwnIdentity::usedAt))
                .map(identity -> "/auth/login/" + identity.provider() + "?to=/security")
                .orElse("/login/link");
    }

    private static SecurityView.Session shown(OwnSession session, Caller.Person person) {
        return new SecurityView.Session(
                session.id(),
                session.program() ? Devices.program(session.agent()) : Devices.words(session.agent()),
                session.address(),
                session.createdAt(),
                session.seenAt(),
                session.id().equals(person.sessionId()));
    }

    SecurityView.Key shown(ApiKey key) {
        return new SecurityView.Key(
                key.id(),
                key.name(),
                key.prefix(),
                scopes(word -> key.scopes().contains(word)).stream()
                        .filter(SecurityView.Scope::ticked)
                        .toList(),
                key.createdAt(),
                key.expiresAt(),
                key.lastUsedAt(),
                state(key));
    }

    private SecurityView.State state(ApiKey key) {
        Instant now = clock.instant();
        if (key.revokedAt() != null) {
            return SecurityView.State.REVOKED;
        }
        if (!key.isLiving(now)) {
            return SecurityView.State.EXPIRED;
        }
        return key.expiresAt().isBefore(now.plus(SOON)) ? SecurityView.State.ENDING : SecurityView.State.ACTIVE;
    }

    SecurityView.KeyForm form(
            Caller.Person person,
            KeyRequest sent,
            NewKeyOutcome.@Nullable Unfit unfit,
            @Nullable String passwordError) {
        Set<String> ticked = Set.copyOf(sent.scopeWords());
        FreshProof.Asked asked = proofs.asked(person);
        return new SecurityView.KeyForm(
                sent.name(),
                scopes(scope -> ticked.contains(scope.word())),
                sent.days(),
                LIVES,
                asked,
                asked == FreshProof.Asked.SIGN_IN_AGAIN ? signInAgain(person) : null,
                unfit == null ? null : unfit.name(),
                unfit == null ? null : unfit.scopes(),
                unfit == null ? null : unfit.days(),
                passwordError);
    }

    private static List<SecurityView.Scope> scopes(Predicate<KeyScope> ticked) {
        return Arrays.stream(KeyScope.values())
                .map(scope -> new SecurityView.Scope(scope.word(), scope.title(), ticked.test(scope)))
                .toList();
    }

    static KeyRequest usual() {
        return new KeyRequest(
                "", List.of(KeyScope.INTEGRATIONS_READ.word(), KeyScope.TOKENS_VEND.word()), KeyRequest.USUAL_DAYS);
    }
}
