package dev.concierge.server.operations;

import dev.concierge.server.web.Caller;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.parameters.HeaderParameter;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springdoc.core.customizers.GlobalOperationCustomizer;
import org.springdoc.core.utils.SpringDocUtils;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.method.HandlerMethod;

/** What every operation of the OpenAPI document has: a bearer key, a room as its tag, a title, and problems (RFC 9457) as its errors. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnWebApplication
class OpenApiConfiguration {
    private static final String BEARER = "bearer";
    private static final String PROBLEM = "Problem";
    private static final String ROOMS = "dev.concierge.server.";

    static {
        SpringDocUtils.getConfig()
                .addRequestWrapperToIgnore(
                        Caller.class, Caller.Person.class, Caller.Program.class, Caller.Key.class, Caller.Token.class);
    }

    @Bean
    OpenAPI openApi(OperationsSettings settings) {
        SecurityScheme bearer = new SecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme(BEARER)
                .description(
                        "An API key (ck_…) or an access token of POST /api/v1/auth/login, in the Authorization header only.");
        return new OpenAPI()
                .info(new Info()
                        .title("Concierge API")
                        .version(settings.version())
                        .description("Connect accounts, take fresh tokens, read what was synced."))
                .components(new Components().addSecuritySchemes(BEARER, bearer).addSchemas(PROBLEM, problem()))
                .security(List.of(new SecurityRequirement().addList(BEARER)));
    }

    private static Schema<?> problem() {
        return new ObjectSchema()
                .description("RFC 9457")
                .addProperty("type", new StringSchema().format("uri").description("A page that explains it"))
                .addProperty("title", new StringSchema())
                .addProperty("status", new IntegerSchema())
                .addProperty("detail", new StringSchema().description("What happened this time"))
                .addProperty("instance", new StringSchema().description("The request id, as in our log"));
    }

    @Bean
    GlobalOperationCustomizer roomsAndProblems() {
        return OpenApiConfiguration::complete;
    }

    static Operation complete(Operation operation, HandlerMethod method) {
        operation.setTags(List.of(room(method)));
        if (operation.getSummary() == null) {
            operation.setSummary(title(method.getMethod().getName()));
        }
        if (mayBeRepeated(method)) {
            operation.addParametersItem(new HeaderParameter()
                    .name("Idempotency-Key")
                    .description(
                            "1 to 255 visible ASCII characters, new for each new request. Repeated with the same key,"
                                    + " the same request gets the first one's answer again for 24 hours.")
                    .required(false)
                    .schema(new StringSchema().minLength(1).maxLength(255)));
        }
        ApiResponses responses = operation.getResponses() == null ? new ApiResponses() : operation.getResponses();
        responses.addApiResponse(
                "default",
                new ApiResponse()
                        .description("A problem")
                        .content(new Content()
                                .addMediaType(
                                        "application/problem+json",
                                        new MediaType()
                                                .schema(new Schema<>().$ref("#/components/schemas/" + PROBLEM)))));
        operation.setResponses(responses);
        return operation;
    }

    /** Every POST that a key may send. */
    private static boolean mayBeRepeated(HandlerMethod method) {
        return method.hasMethodAnnotation(PostMapping.class)
                && Arrays.stream(method.getMethodParameters())
                        .map(MethodParameter::getParameterType)
                        .anyMatch(type -> Caller.class.isAssignableFrom(type) && type != Caller.Person.class);
    }

    private static String room(HandlerMethod method) {
        String name = method.getBeanType().getPackageName();
        String inside = name.startsWith(ROOMS) ? name.substring(ROOMS.length()) : name;
        int end = inside.indexOf('.');
        return end < 0 ? inside : inside.substring(0, end);
    }

    /** {@code refreshNow} as "Refresh now". */
    private static String title(String method) {
        String words =
                method.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT).strip();
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
}
