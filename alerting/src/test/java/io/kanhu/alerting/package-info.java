@NullMarked
package io.kanhu.alerting;

import org.jspecify.annotations.NullMarked;
