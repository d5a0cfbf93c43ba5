package dev.concierge.sandbox;

import dev.concierge.sandbox.http.Answer;
import dev.concierge.sandbox.http.Request;
import dev.concierge.sandbox.store.Store;
import dev.concierge.sandbox.store.Table;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Who is signed in at one provider in which browser. There are no passwords: choosing an account is signing in. */
public final class BrowserSessions {
    private final String provider;
    private final String cookie;
    private final Store store;
    private final Table<Session> sessions;

    /**
     * Who is signed in in one browser.
     *
     * @param accounts the latest first
     */
    public record Session(String id, List<String> accounts) {
        public Session {
            accounts = List.copyOf(accounts);
        }
    }

    public BrowserSessions(String provider, Shared shared) {
        this.provider = provider;
        // cookies ignore ports, so two sandboxes on one machine need two names
        this.cookie = "sandbox_" + provider + "_" + URI.create(shared.baseUrl()).getPort();
        this.store = shared.store();
        this.sessions = store.table(provider + ".sessions", Session.class);
    }

    public Optional<Session> of(Request request) {
        return request.cookie(cookie).flatMap(id -> Optional.ofNullable(sessions.get(id)));
    }

    /** The browser's session; a new one when it has none. */
    Session begin(Request request) {
        return of(request)
                .orElseGet(() -> store.change(() -> {
                    var session = new Session(Randoms.base64Url(24), List.of());
                    sessions.put(session.id(), session);
                    return session;
                }));
    }

    void signIn(Session session, String account) {
        store.change(() -> {
            var accounts = new ArrayList<>(session.accounts());
            accounts.remove(account);
            accounts.addFirst(account);
            sessions.put(session.id(), new Session(session.id(), accounts));
        });
    }

    Answer remember(Session session, Answer answer) {
        return answer.with(
                "Set-Cookie", cookie + "=" + session.id() + "; Path=/" + provider + "; HttpOnly; SameSite=Lax");
    }
}
