package dev.concierge.server.web;

import dev.concierge.server.problem.ProblemException;
import dev.concierge.server.problem.ProblemType;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/** Gives a controller's method its {@link Caller}, {@link Caller.Person} or {@link Caller.Key}; a caller of the other kind is refused. */
final class CallerResolver implements HandlerMethodArgumentResolver {
    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return Caller.class.isAssignableFrom(parameter.getParameterType());
    }

    @Override
    public Object resolveArgument(
            MethodParameter parameter,
            @Nullable ModelAndViewContainer container,
            NativeWebRequest request,
            @Nullable WebDataBinderFactory binders) {
        Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
        if (authentication == null || !(authentication.getPrincipal() instanceof Caller caller)) {
            throw new ProblemException(ProblemType.UNAUTHENTICATED, "Sign in first.");
        }
        if (caller instanceof Caller.Token token && parameter.getParameterType() == Caller.Person.class) {
            return token.person();
        }
        if (!parameter.getParameterType().isInstance(caller)) {
            throw new ProblemException(
                    ProblemType.FORBIDDEN,
                    switch (caller) {
                        case Caller.Person _ -> "This takes an API key or an access token, not a signed-in browser.";
                        case Caller.Key _ -> "An API key cannot do this; a person does it, signed in.";
                        case Caller.Token _ -> "An access token cannot do this.";
                    });
        }
        return caller;
    }
}
