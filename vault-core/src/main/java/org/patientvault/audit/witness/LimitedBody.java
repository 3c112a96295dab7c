package org.patientvault.audit.witness;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Collects the body of an answer, and stops reading one that is longer than any true one. */
final class LimitedBody implements BodySubscriber<byte[]> {
  /** The answer was longer. */
  static final class TooLong extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private final int most;
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private final ByteArrayOutputStream collected = new ByteArrayOutputStream();
  private Flow.@org.jspecify.annotations.Nullable Subscription subscription;

  LimitedBody(int most) {
    this.most = most;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
    given.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (collected.size() + buffer.remaining() > most) {
        stop();
        return;
      }
      byte[] part = new byte[buffer.remaining()];
      buffer.get(part);
      collected.writeBytes(part);
    }
  }

  private void stop() {
    if (subscription != null) {
      subscription.cancel();
    }
    whole.completeExceptionally(new TooLong());
  }

  @Override
  public void onError(Throwable thrown) {
    whole.completeExceptionally(thrown);
  }

  @Override
  public void onComplete() {
    whole.complete(collected.toByteArray());
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return whole;
  }
}
