package dev.concierge.sandbox;

import dev.concierge.sandbox.store.Store;
import dev.concierge.sandbox.store.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.type.LogicalType;

/** The knobs of one provider and how they stand. Safe for any thread; a turned knob counts from the next request on. */
public final class KnobBoard {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .withCoercionConfig(
                    LogicalType.Textual,
                    text -> text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                            .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private final String provider;
    private final Store store;
    private final Table<JsonNode> turned;
    private final Map<String, Knob<?>> knobs = new LinkedHashMap<>();
    private final Map<String, Read> cache = new ConcurrentHashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition turnedOne = lock.newCondition();

    private record Read(JsonNode from, Object value) {}

    /** @param own the dialect's own knobs, and common ones with another starting value */
    public KnobBoard(String provider, Store store, List<Knob<?>> own) {
        this.provider = provider;
        this.store = store;
        this.turned = store.table(provider + ".knobs", JsonNode.class);
        Knobs.all().forEach(each -> knobs.put(each.name(), each));
        own.forEach(each -> knobs.put(each.name(), each));
    }

    /** How the knob stands. */
    @SuppressWarnings("unchecked") // the cache and the map hold under a knob's name what that knob's type says
    public <T> T get(Knob<T> knob) {
        var node = turned.get(knob.name());
        if (node == null) {
            return ((Knob<T>) known(knob.name())).standard();
        }
        var read = cache.get(knob.name());
        if (read == null || !read.from().equals(node)) {
            read = new Read(node, read(knob, node));
            cache.put(knob.name(), read);
        }
        return (T) read.value();
    }

    /** Turns a knob. */
    public <T> void set(Knob<T> knob, T value) {
        patch(STRICT.createObjectNode().set(knob.name(), STRICT.valueToTree(value)));
    }

    /** Puts a knob back to where it started. */
    public void reset(Knob<?> knob) {
        patch(STRICT.createObjectNode().putNull(knob.name()));
    }

    /** Puts every knob back. */
    public void resetAll() {
        store.change(() -> knobs.keySet().forEach(turned::remove));
        announce();
    }

    /**
     * Turns every knob that is named; null puts one back. All or nothing.
     *
     * @throws IllegalArgumentException naming the knob that is unknown or whose value makes no sense
     */
    public void patch(JsonNode values) {
        if (!values.isObject()) {
            throw new IllegalArgumentException("Knobs come as a JSON object.");
        }
        store.change(() -> {
            for (var each : values.properties()) {
                turn(known(each.getKey()), each.getValue());
            }
        });
        announce();
    }

    /** How every knob stands. */
    public ObjectNode toJson() {
        var json = STRICT.createObjectNode();
        knobs.forEach((name, knob) -> json.set(name, STRICT.valueToTree(get(knob))));
        return json;
    }

    /** What every knob is for, by name. */
    public Map<String, String> meanings() {
        var meanings = new LinkedHashMap<String, String>();
        knobs.forEach((name, knob) -> meanings.put(name, knob.meaning()));
        return meanings;
    }

    /** Takes one time off the first fault that is set for the endpoint; each time is given to exactly one request. */
    <F extends Fault> Optional<F> take(Knob<List<F>> knob, String endpoint) {
        if (turned.get(knob.name()) == null) {
            return Optional.empty();
        }
        return store.change(() -> {
            var left = new ArrayList<Fault>(get(knob));
            for (int i = 0; i < left.size(); i++) {
                var fault = get(knob).get(i);
                if (fault.endpoint().equals("*") || fault.endpoint().equals(endpoint)) {
                    if (fault.count() > 1) {
                        left.set(i, fault.onceLess());
                    } else {
                        left.remove(i);
                    }
                    turned.put(knob.name(), STRICT.valueToTree(left));
                    return Optional.of(fault);
                }
            }
            return Optional.empty();
        });
    }

    /** Waits until a turned knob makes {@code over} true, at most that long (null: without end). */
    void awaitTurn(BooleanSupplier over, @Nullable Long millis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = millis == null ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millis);
            while (!over.getAsBoolean() && left > 0) {
                left = turnedOne.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private void announce() {
        lock.lock();
        try {
            turnedOne.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void turn(Knob<?> knob, JsonNode value) {
        if (value.isNull()) {
            turned.remove(knob.name());
        } else {
            check(knob, value);
            turned.put(knob.name(), value);
        }
    }

    private <T> void check(Knob<T> knob, JsonNode value) {
        if (!knob.limits().test(read(knob, value))) {
            throw new IllegalArgumentException("The knob " + knob.name() + " does not take " + value + ".");
        }
    }

    private static <T> T read(Knob<T> knob, JsonNode node) {
        try {
            return STRICT.readerFor(knob.type()).readValue(node);
        } catch (JacksonException refused) {
            throw new IllegalArgumentException(
                    "The knob " + knob.name() + " does not take " + node + ": " + refused.getOriginalMessage(),
                    refused);
        }
    }

    private Knob<?> known(String name) {
        var knob = knobs.get(name);
        if (knob == null) {
            throw new IllegalArgumentException("There is no knob " + name + " at " + provider + ".");
        }
        return knob;
    }
}
