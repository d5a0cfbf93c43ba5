package dev.concierge.server.identity.web;

import dev.concierge.server.encryption.Secret;
import dev.concierge.server.identity.Accounts;
import dev.concierge.server.identity.SessionCookie;
import dev.concierge.server.identity.Sessions;
import dev.concierge.server.identity.SignIn;
import dev.concierge.server.identity.Visitors;
import dev.concierge.server.web.BrowserCookie;
import dev.concierge.server.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.stereotype.Component;

/** Asks for the password again before a dangerous act, when the session's last proof is older than ten minutes (J-14). */
@Component
@ConditionalOnWebApplication
class FreshPassword {
    enum Outcome {
        PROVED,
        NEEDED,
        /** There is no password to prove: only a new sign-in through a provider is a proof. */
        SIGN_IN_AGAIN,
        WRONG
    }

    private final Accounts accounts;
    private final Sessions sessions;
    private final SignIn signIn;
    private final SessionCookie cookie;
    private final BrowserCookie browsers;
    private final Visitors visitors;

    FreshPassword(
            Accounts accounts,
            Sessions sessions,
            SignIn signIn,
            SessionCookie cookie,
            BrowserCookie browsers,
            Visitors visitors) {
        this.accounts = accounts;
        this.sessions = sessions;
        this.signIn = signIn;
        this.cookie = cookie;
        this.browsers = browsers;
        this.visitors = visitors;
    }

    /**
     * Decides, and proves the password when one was sent and is needed; the session then goes on under a new token.
     *
     * @throws dev.concierge.server.problem.ProblemException {@code too-many-requests}
     */
    Outcome prove(
            Caller.Person person, @Nullable String password, HttpServletRequest request, HttpServletResponse response) {
        if (sessions.isFresh(person)) {
            return Outcome.PROVED;
        }
        if (!sessions.isBrowser(person)) {
            return Outcome.SIGN_IN_AGAIN;
        }
        if (accounts.passwordChangedAt(person.accountId()).isEmpty()) {
            return Outcome.SIGN_IN_AGAIN;
        }
        if (password == null || password.isEmpty()) {
            return Outcome.NEEDED;
        }
        Optional<Secret> token =
                signIn.again(person, Secret.of(password), browsers.ensure(request, response), visitors.of(request));
        token.ifPresent(fresh -> cookie.set(response, fresh));
        return token.isPresent() ? Outcome.PROVED : Outcome.WRONG;
    }
}
