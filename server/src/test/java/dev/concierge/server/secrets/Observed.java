package dev.concierge.server.secrets;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Everything that observations say: names, key values, events, and errors with their stack traces. Spans are made of these, so what is in none of
 * them is in no span.
 */
final class Observed implements ObservationHandler<Observation.Context> {
    private final Queue<String> said = new ConcurrentLinkedQueue<>();
    private final Set<String> names = java.util.Collections.synchronizedSet(new TreeSet<>());

    String text() {
        return String.join("\n", said);
    }

    Set<String> names() {
        return Set.copyOf(names);
    }

    @Override
    public void onError(Observation.Context context) {
        say(context);
    }

    @Override
    public void onEvent(Observation.Event event, Observation.Context context) {
        said.add(event.getName() + " " + event.getContextualName());
    }

    @Override
    public void onStop(Observation.Context context) {
        say(context);
    }

    @Override
    public boolean supportsContext(Observation.Context context) {
        return true;
    }

    private void say(Observation.Context context) {
        names.add(String.valueOf(context.getName()));
        said.add(context.getName() + " " + context.getContextualName() + " " + context.getAllKeyValues());
        @Nullable Throwable error = context.getError();
        if (error != null) {
            StringWriter trace = new StringWriter();
            error.printStackTrace(new PrintWriter(trace));
            said.add(trace.toString());
        }
    }
}
