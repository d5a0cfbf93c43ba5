package dev.concierge.server.identity.web;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.Accounts;
import dev.concierge.server.identity.Factor;
import dev.concierge.server.identity.SecondStep;
import dev.concierge.server.identity.SessionCookie;
import dev.concierge.server.identity.Sessions;
import dev.concierge.server.identity.SignIn;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.web.BrowserCookie;
import dev.concierge.server.web.Caller;
import dev.concierge.server.web.FreshProof;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** {@link FreshProof} by a code or a passkey, where the account has a second factor, else by its password. */
@Component
@ConditionalOnWebApplication
class StepUp implements FreshProof {
    private final Accounts accounts;
    private final Sessions sessions;
    private final SignIn signIn;
    private final SecondStep second;
    private final SessionCookie cookie;
    private final BrowserCookie browsers;
    private final Visitors visitors;

    StepUp(
            Accounts accounts,
            Sessions sessions,
            SignIn signIn,
            SecondStep second,
            SessionCookie cookie,
            BrowserCookie browsers,
            Visitors visitors) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.signIn = signIn;
        this.second = second;
        this.cookie = cookie;
        this.browsers = browsers;
        this.visitors = visitors;
    }

    @Override
    public Asked asked(Caller.Person person) {
        if (sessions.isFresh(person)) {
            return Asked.NOTHING;
        }
        if (!sessions.isBrowser(person)) {
            return Asked.SIGN_IN_AGAIN;
        }
        Set<Factor> factors = second.demanded(person);
        if (factors.contains(Factor.PASSKEY)) {
            return factors.contains(Factor.TOTP) ? Asked.CODE_OR_PASSKEY : Asked.PASSKEY;
        }
        if (!factors.isEmpty()) {
            return Asked.CODE;
        }
        return accounts.passwordChangedAt(person.accountId()).isPresent() ? Asked.PASSWORD : Asked.SIGN_IN_AGAIN;
    }

    @Override
    public Outcome prove(
            Caller.Person person, @Nullable String typed, HttpServletRequest request, HttpServletResponse response) {
        Asked asked = asked(person);
        return switch (asked) {
            case NOTHING -> Outcome.PROVED;
            case SIGN_IN_AGAIN -> Outcome.SIGN_IN_AGAIN;
            case PASSWORD, CODE, PASSKEY, CODE_OR_PASSKEY ->
                typed == null || typed.isEmpty()
                        ? Outcome.NEEDED
                        : proved(token(person, asked, Secret.of(typed), request, response), response);
        };
    }

    private Optional<Secret> token(
            Caller.Person person, Asked asked, Secret typed, HttpServletRequest request, HttpServletResponse response) {
        return asked == Asked.PASSWORD
                ? signIn.again(person, typed, browsers.ensure(request, response), visitors.of(request))
                : second.again(person, typed, visitors.of(request));
    }

    private Outcome proved(Optional<Secret> token, HttpServletResponse response) {
        token.ifPresent(fresh -> cookie.set(response, fresh));
        return token.isPresent() ? Outcome.PROVED : Outcome.WRONG;
    }
}
