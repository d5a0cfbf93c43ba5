package dev.concierge.server.identity;

import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/** The addresses that need no sign-in. Whatever is not listed needs one, also what a later room adds and forgets here. */
final class PublicPaths {
    private static final String[] READ = {
        "/login",
        "/signup",
        "/assets/**",
        "/marks/**",
        "/look/**",
        "/health",
        "/api/health",
        "/problems",
        "/problems/*",
        "/connect/refused",
        "/forgot",
        "/login/link",
        "/link/reset/*",
        "/link/sign-in/*",
        "/link/undo/*",
        "/link/invitation/*",
        "/link/keep/*",
        "/link/stranger/*",
        "/link/receipt/*",
        "/outbox",
        "/outbox/*",
        "/api/docs",
        "/api/openapi.json",
        "/.well-known/jwks.json",
        "/favicon.ico",
        "/robots.txt"
    };
    private static final String[] SEND = {
        "/login",
        "/login/link",
        "/login/passkey",
        "/login/passkey/options",
        "/signup",
        "/forgot",
        "/link/reset/*",
        "/link/sign-in/*",
        "/link/undo/*",
        "/link/invitation/*",
        "/link/keep/*",
        "/link/stranger/*"
    };

    /** Where providers send browsers back to; some by a form of theirs, so without our form check (the one-time state stands in for it). */
    private static final String[] CALLBACKS = {
        "/api/v1/oauth/*/callback",
        "/api/v1/oauth/*/callback/resume",
        "/api/oauth/*/callback",
        "/api/oauth/*/callback/resume",
        "/auth/callback/*",
        "/auth/callback/*/resume"
    };

    /** Where programs sign in, with what is in the body. */
    private static final String[] PROGRAM_SIGN_INS = {
        "/api/v1/auth/login", "/api/v1/auth/refresh", "/api/v1/auth/logout"
    };

    /** Where providers tell of changes: what they send proves itself. */
    private static final String[] PUSHES = {"/api/v1/webhooks/in/*"};

    private static final String[] HANDSHAKES = {"/api/v1/webhooks/in/meta"};

    /** Administration, by any method: what {@code ADMIN_ALLOWED_NETWORKS} is about. */
    private static final String[] ADMINISTRATION = {
        "/admin/**",
        "/api/v1/users/**",
        "/api/users/**",
        "/api/v1/admin/**",
        "/api/v1/registrations/**",
        "/api/v1/audit/**",
        "/api/v1/alerts/**",
        "/api/v1/look/**",
        "/api/v1/emergency-stops/**",
        "/api/v1/service-accounts/**"
    };

    private static final String[] SIGN_IN_TRIPS = {"/auth/**"};

    /** What opens to a session that waits for a second factor; to whoever is signed in they lead on. */
    private static final String[] HALF = {"/login/second", "/login/second/*", "/logout"};

    /** What opens to somebody who asked to delete their account; whoever else is signed in is led on. */
    private static final String[] LEAVING = {"/leaving", "/leaving/*", "/api/v1/me/return", "/logout"};

    private PublicPaths() {}

    /** Open to whoever is signed in, whole or half. */
    static RequestMatcher half() {
        return new OrRequestMatcher(Stream.concat(of(HttpMethod.GET, HALF), of(HttpMethod.POST, HALF))
                .toList());
    }

    /** Open to whoever leaves for good. */
    static RequestMatcher leaving() {
        return new OrRequestMatcher(Stream.concat(of(HttpMethod.GET, LEAVING), of(HttpMethod.POST, LEAVING))
                .toList());
    }

    static RequestMatcher open() {
        Stream<RequestMatcher> matchers = Stream.of(
                        of(HttpMethod.GET, READ),
                        of(HttpMethod.HEAD, READ),
                        of(HttpMethod.POST, SEND),
                        of(HttpMethod.POST, PROGRAM_SIGN_INS),
                        of(HttpMethod.POST, PUSHES),
                        of(HttpMethod.GET, HANDSHAKES),
                        of(HttpMethod.GET, SIGN_IN_TRIPS),
                        of(HttpMethod.POST, SIGN_IN_TRIPS),
                        of(HttpMethod.GET, CALLBACKS),
                        of(HttpMethod.POST, CALLBACKS))
                .flatMap(some -> some);
        return new OrRequestMatcher(matchers.toList());
    }

    static RequestMatcher callbacks() {
        return new OrRequestMatcher(of(HttpMethod.POST, CALLBACKS).toList());
    }

    /** What proves itself by what it holds, without cookie or Authorization header. */
    static RequestMatcher selfProved() {
        return new OrRequestMatcher(Stream.concat(of(HttpMethod.POST, PROGRAM_SIGN_INS), of(HttpMethod.POST, PUSHES))
                .toList());
    }

    static RequestMatcher administration() {
        return new OrRequestMatcher(Arrays.stream(ADMINISTRATION)
                .<RequestMatcher>map(
                        pattern -> PathPatternRequestMatcher.withDefaults().matcher(pattern))
                .toList());
    }

    static boolean isApi(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/api/");
    }

    private static Stream<RequestMatcher> of(HttpMethod method, String... patterns) {
        return Arrays.stream(patterns)
                .map(pattern -> PathPatternRequestMatcher.withDefaults().matcher(method, pattern));
    }
}
