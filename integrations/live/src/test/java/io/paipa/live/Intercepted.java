package io.paipa.live;

import io.paipa.Pipeline;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A real pipeline, one call of which does something before. */
final class Intercepted {
  private Intercepted() {}

  static Pipeline<?, ?> of(Pipeline<?, ?> real, String call, Runnable before) {
    return (Pipeline<?, ?>)
        Proxy.newProxyInstance(
            Pipeline.class.getClassLoader(),
            new Class<?>[] {Pipeline.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals(call)) {
                before.run();
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
