package org.patientvault.keys.cloud;

import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.KmsClientBuilder;

/** Makes clients of AWS KMS that neither wait nor read without end. */
final class AwsKmsClients {
  private AwsKmsClients() {}

  static KmsClient client(AwsKmsAddress address, Limits limits) {
    KmsClientBuilder builder =
        KmsClient.builder()
            .region(Region.of(address.region()))
            // Each request brings its own; one without would be refused.
            .credentialsProvider(AnonymousCredentialsProvider.create())
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(limits.attempt())
                    .socketTimeout(limits.attempt()))
            .overrideConfiguration(configuration(limits));
    address.endpoint().ifPresent(endpoint -> builder.endpointOverride(endpoint.uri()));
    return builder.build();
  }

  private static ClientOverrideConfiguration configuration(Limits limits) {
    StandardRetryStrategy retries =
        AwsRetryStrategy.standardRetryStrategy().toBuilder()
            .maxAttempts(limits.attempts())
            .backoffStrategy(backoff(limits))
            .throttlingBackoffStrategy(backoff(limits))
            .build();
    return ClientOverrideConfiguration.builder()
        .apiCallTimeout(limits.total())
        .apiCallAttemptTimeout(limits.attempt())
        .retryStrategy(retries)
        .addExecutionInterceptor(new AnswerLimit())
        .build();
  }

  private static BackoffStrategy backoff(Limits limits) {
    return BackoffStrategy.exponentialDelay(limits.firstPause(), limits.total());
  }
}
