package org.patientvault.stores;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.BeforeClassTemplateInvocationCallback;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContext;
import org.junit.jupiter.api.extension.ClassTemplateInvocationContextProvider;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;

/** Runs a class once on each store, and gives it databases. */
final class EachStore implements ClassTemplateInvocationContextProvider {
  @Override
  public boolean supportsClassTemplate(ExtensionContext context) {
    return true;
  }

  @Override
  public Stream<OneStore> provideClassTemplateInvocationContexts(ExtensionContext context) {
    return Stores.TESTED.stream().map(OneStore::new);
  }

  private record OneStore(Stores store) implements ClassTemplateInvocationContext {
    @Override
    public String getDisplayName(int invocation) {
      return "on " + store;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(new DatabasesOfATest(store));
    }
  }

  private record DatabasesOfATest(Stores store)
      implements BeforeClassTemplateInvocationCallback, ParameterResolver {
    @Override
    public void beforeClassTemplateInvocation(ExtensionContext context) {
      for (Method each :
          AnnotationSupport.findAnnotatedMethods(
              context.getRequiredTestClass(),
              OncePerStore.class,
              HierarchyTraversalMode.TOP_DOWN)) {
        context.getExecutableInvoker().invoke(each);
      }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
      Class<?> type = parameter.getParameter().getType();
      return type == TestDatabase.class || type == Databases.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
      Databases databases = new Databases(store);
      // Closed when the test, or the class, is over.
      test.getStore(ExtensionContext.Namespace.create(this, databases)).put(databases, databases);
      Class<?> type = parameter.getParameter().getType();
      return type == TestDatabase.class ? databases.fresh() : databases;
    }
  }
}
