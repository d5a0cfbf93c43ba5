package dev.concierge.ops.process;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * What happens on Ctrl-C, SIGTERM and a closed terminal. A shutdown hook would not do: the JVM ignores the second Ctrl-C while
 * hooks run, and the order of stopping is not its to choose.
 *
 * <p>The JDK exports the class behind it from {@code jdk.unsupported}; it is reached by name because the compiler warns of it.
 */
public final class Interrupts {

    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

    private Interrupts() {}

    /** From now on the first of these signals runs the one, every later one the other. Neither may block. */
    public static void on(Runnable first, Runnable again) {
        AtomicInteger count = new AtomicInteger();
        Consumer<Object> react = _ -> (count.getAndIncrement() == 0 ? first : again).run();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            MethodHandle accept =
                    MethodHandles.lookup().bind(react, "accept", MethodType.methodType(void.class, Object.class));
            Object handler = MethodHandleProxies.asInterfaceInstance(handlerType, accept);
            for (String name : SIGNALS) {
                Object instance = signal.getConstructor(String.class).newInstance(name);
                signal.getMethod("handle", signal, handlerType).invoke(null, instance, handler);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This JVM does not let a program handle signals", e);
        }
    }
}
