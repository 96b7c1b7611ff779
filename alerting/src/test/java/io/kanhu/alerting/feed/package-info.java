@NullMarked
package io.kanhu.alerting.feed;

import org.jspecify.annotations.NullMarked;
