package dev.concierge.server.identity;

import dev.concierge.server.encryption.Signer;
import dev.concierge.server.web.BrowserCookie;
import dev.concierge.server.web.BrowserId;
import dev.concierge.server.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.security.web.csrf.DeferredCsrfToken;

/**
 * The form check without a store: an HMAC over the browser's cookie and, when somebody is signed in or halfway in, the session. So it works on the sign-in form,
 * fits no other browser and no other session, and costs an anonymous visitor no row. Pages get it masked anew each time (against BREACH).
 */
final class BrowserCsrfTokens implements CsrfTokenRepository {
    private static final String PURPOSE = "csrf";
    private static final String HEADER = "X-CSRF-TOKEN";
    private static final String PARAMETER = "_csrf";

    private final Signer signer;
    private final BrowserCookie browsers;

    BrowserCsrfTokens(Signer signer, BrowserCookie browsers) {
        this.signer = signer;
        this.browsers = browsers;
    }

    /** Asked for only when a page has a form or a request must be checked; the browser gets its cookie then. */
    @Override
    public DeferredCsrfToken loadDeferredToken(HttpServletRequest request, HttpServletResponse response) {
        return new DeferredCsrfToken() {
            @Override
            public CsrfToken get() {
                return token(browsers.ensure(request, response), request);
            }

            @Override
            public boolean isGenerated() {
                return false;
            }
        };
    }

    @Override
    public @Nullable CsrfToken loadToken(HttpServletRequest request) {
        Optional<BrowserId> browser = browsers.find(request);
        return browser.map(found -> token(found, request)).orElse(null);
    }

    @Override
    public CsrfToken generateToken(HttpServletRequest request) {
        return token(
                browsers.find(request)
                        .orElseThrow(
                                () -> new IllegalStateException("a token needs the answer, for the browser's cookie")),
                request);
    }

    @Override
    public void saveToken(@Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
        // Nothing is stored: the token follows from the cookies.
    }

    private CsrfToken token(BrowserId browser, HttpServletRequest request) {
        Optional<Caller.Person> half = HalfSession.of(request).map(HalfSession::person);
        byte[] session = CurrentCaller.person()
                .or(() -> half)
                .map(Caller.Person::sessionId)
                .map(UUID::toString)
                .orElse("")
                .getBytes(StandardCharsets.US_ASCII);
        byte[] code = signer.sign(PURPOSE, browser.hash(), session);
        return new DefaultCsrfToken(
                HEADER, PARAMETER, Base64.getUrlEncoder().withoutPadding().encodeToString(code));
    }
}
