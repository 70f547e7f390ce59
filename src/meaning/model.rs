//! A model that turns a text into a vector: a net in ONNX, its vocabulary, and how to use them.

use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use rten::{ModelOptions, NodeId, RunOptions, ThreadPool, ValueOrView};
use rten_tensor::{AsView, Layout, NdTensor, Tensor};
use serde::Deserialize;
use sha2::{Digest, Sha256};
use tokenizers::{Tokenizer, TruncationParams};

use super::vector::Vector;
use super::vectors::CONTENT;
use crate::text::fold;

/// The files of a model's folder.
pub const FILES: [&str; 3] = ["config.json", "tokenizer.json", "model.onnx"];
/// Questions that are read at a time; each reads on one thread.
const AT_A_TIME: usize = 4;
/// The lowest priority of a thread on Linux.
#[cfg(target_os = "linux")]
const LOWEST: i32 = 19;

/// How a model wants to be asked (`config.json`).
#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Config {
    /// What stands before a question.
    query_prefix: String,
    /// What stands before a passage.
    passage_prefix: String,
    /// How the vectors of tokens become one.
    pooling: Pooling,
    /// Whether the net does that itself.
    #[serde(default)]
    pooling_in_graph: bool,
    /// Numbers in a vector.
    dimension: usize,
    /// Tokens that are read of a text.
    #[serde(default = "usual_tokens")]
    max_tokens: usize,
    /// Names of the net's inputs.
    #[serde(default = "usual_inputs")]
    inputs: Vec<Input>,
    /// The name of its output.
    output: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Pooling {
    Mean,
    Cls,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
enum Input {
    #[serde(rename = "input_ids")]
    Ids,
    #[serde(rename = "attention_mask")]
    Mask,
    #[serde(rename = "token_type_ids")]
    Types,
}

fn usual_tokens() -> usize {
    512
}

fn usual_inputs() -> Vec<Input> {
    vec![Input::Ids, Input::Mask]
}

/// What is wrong with a model, named by its file.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// `config.json`.
    #[error(
        "config.json 读不出：{0}；应写明 query_prefix、passage_prefix、pooling（mean 或 cls）、dimension、output"
    )]
    Config(String),
    /// `tokenizer.json`.
    #[error("tokenizer.json 读不出：{0}")]
    Tokenizer(String),
    /// `model.onnx`.
    #[error("model.onnx 读不出：{0}")]
    Net(String),
    /// They do not belong together.
    #[error("model.onnx 与 config.json 不相符：{0}")]
    Mismatch(String),
    /// A text could not be read.
    #[error("模型读不了这段文字：{0}")]
    Text(String),
}

/// A thread of its own that reads passages.
pub struct Thread(Arc<ThreadPool>);

impl Thread {
    /// A thread like others.
    #[must_use]
    pub fn new() -> Self {
        Self(Arc::new(ThreadPool::with_num_threads(1)))
    }

    /// One that keeps out of the way of everything else that the machine does: at the lowest
    /// priority where the system lets it.
    #[must_use]
    pub fn background() -> Self {
        let thread = Self::new();
        thread.0.run(give_way);
        thread
    }
}

/// Lets everything else go before the thread that asks, where the system can do that.
pub fn give_way() {
    #[cfg(target_os = "linux")]
    // Without a process, Linux means the thread that asks.
    let _ = rustix::process::setpriority_process(None, LOWEST);
}

impl Default for Thread {
    fn default() -> Self {
        Self::new()
    }
}

/// A model, ready to read.
pub struct Model {
    net: rten::Model,
    tokenizer: Tokenizer,
    config: Config,
    inputs: Vec<(Input, NodeId)>,
    output: NodeId,
    identity: String,
    pools: Vec<Arc<ThreadPool>>,
    next: AtomicUsize,
}

impl Model {
    /// The model of these files, in the order of [`FILES`].
    ///
    /// # Errors
    /// [`ModelError`], when a file cannot be read or they do not belong together: a text is read
    /// to see that.
    pub fn new(config: &[u8], tokenizer: &[u8], net: Vec<u8>) -> Result<Self, ModelError> {
        let identity = identity(&[config, tokenizer, &net, CONTENT.as_bytes()]);
        let config: Config = serde_json::from_slice(config)
            .map_err(|error| ModelError::Config(error.to_string()))?;
        let mut tokenizer = Tokenizer::from_bytes(tokenizer)
            .map_err(|error| ModelError::Tokenizer(error.to_string()))?;
        let cut = TruncationParams { max_length: config.max_tokens, ..TruncationParams::default() };
        tokenizer
            .with_truncation(Some(cut))
            .map_err(|error| ModelError::Tokenizer(error.to_string()))?
            .with_padding(None);
        let mut options = ModelOptions::with_all_ops();
        let net = options.prepack_weights(true).load(net);
        let net = net.map_err(|error| ModelError::Net(error.to_string()))?;
        let node = |name: &str| {
            net.node_id(name).map_err(|_| ModelError::Mismatch(format!("网络里没有 {name}")))
        };
        let inputs = config.inputs.iter().map(|input| Ok((*input, node(input.name())?)));
        let inputs = inputs.collect::<Result<_, ModelError>>()?;
        let output = node(&config.output)?;
        let cores = thread::available_parallelism().map_or(1, usize::from);
        let pools = (0..cores.min(AT_A_TIME)).map(|_| Arc::new(ThreadPool::with_num_threads(1)));
        let pools = pools.collect();
        let next = AtomicUsize::new(0);
        let model = Self { net, tokenizer, config, inputs, output, identity, pools, next };
        model.query("政策")?;
        Ok(model)
    }

    /// Names the model with all its files; vectors of models of another identity do not compare.
    #[must_use]
    pub fn identity(&self) -> &str {
        &self.identity
    }

    /// Numbers in a vector.
    #[must_use]
    pub fn dimension(&self) -> usize {
        self.config.dimension
    }

    /// The vector of a question.
    ///
    /// # Errors
    /// [`ModelError`] when the net fails.
    pub fn query(&self, text: &str) -> Result<Vector, ModelError> {
        let turn = self.next.fetch_add(1, Ordering::Relaxed) % self.pools.len();
        let read = || self.read(&self.config.query_prefix, text, &self.pools[turn]);
        // A thread of rayon that waits for another pool takes up other work, and would nest
        // question in question.
        let joined = thread::scope(|scope| scope.spawn(read).join());
        joined.unwrap_or_else(|_| Err(ModelError::Text("计算中断".to_owned())))
    }

    /// The vector of a passage (see [`super::vectors::content`]), worked out by `thread`.
    ///
    /// # Errors
    /// [`ModelError`] when the net fails.
    pub fn passage(&self, text: &str, thread: &Thread) -> Result<Vector, ModelError> {
        self.read(&self.config.passage_prefix, text, &thread.0)
    }

    /// The numbers that the net gives for a question or a passage, as its files state them: the
    /// tokens, and the values at length 1.
    ///
    /// # Errors
    /// [`ModelError`] when the net fails.
    pub fn raw(&self, is_query: bool, text: &str) -> Result<(Vec<u32>, Vec<f32>), ModelError> {
        let prefix = if is_query { &self.config.query_prefix } else { &self.config.passage_prefix };
        let (ids, mut values) = self.run(format!("{prefix}{text}"), &self.pools[0])?;
        let length = values.iter().map(|value| value * value).sum::<f32>().sqrt();
        values.iter_mut().for_each(|value| *value /= length);
        Ok((ids, values))
    }

    fn read(&self, prefix: &str, text: &str, pool: &Arc<ThreadPool>) -> Result<Vector, ModelError> {
        let (_, values) = self.run(format!("{prefix}{}", fold(text).text), pool)?;
        Vector::towards(&values).ok_or_else(|| ModelError::Text("结果不是一个方向".to_owned()))
    }

    /// One text at a time: in a batch the vectors of whole numbers depend on their neighbours.
    fn run(
        &self,
        text: String,
        pool: &Arc<ThreadPool>,
    ) -> Result<(Vec<u32>, Vec<f32>), ModelError> {
        let encoded = self.tokenizer.encode_fast(text, true);
        let encoded = encoded.map_err(|error| ModelError::Text(error.to_string()))?;
        let ids = encoded.get_ids();
        let shape = [1, ids.len()];
        let inputs = self.inputs.iter().map(|(input, node)| {
            let values: Vec<i32> = match input {
                Input::Ids => ids.iter().map(|id| id.cast_signed()).collect(),
                Input::Mask => vec![1; ids.len()],
                Input::Types => vec![0; ids.len()],
            };
            (*node, ValueOrView::from(NdTensor::from_data(shape, values)))
        });
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(pool)));
        let ran = self.net.run_n(inputs.collect(), [self.output], Some(options));
        let [value] = ran.map_err(|error| ModelError::Text(error.to_string()))?;
        let tensor: Tensor<f32> =
            value.try_into().map_err(|_| ModelError::Mismatch("输出不是小数".to_owned()))?;
        Ok((ids.to_vec(), self.pooled(&tensor)?))
    }

    /// One vector of what the net gives.
    fn pooled(&self, output: &Tensor<f32>) -> Result<Vec<f32>, ModelError> {
        let shape = output.shape().to_vec();
        let dimension = self.config.dimension;
        let values = output.to_vec();
        let in_graph = self.config.pooling_in_graph;
        let fits = match shape[..] {
            [1, width] => in_graph && width == dimension,
            [1, tokens, width] => !in_graph && tokens > 0 && width == dimension,
            _ => false,
        };
        if !fits {
            let given = format!("输出的形状是 {shape:?}，应以 {dimension} 维结尾");
            return Err(ModelError::Mismatch(given));
        }
        if in_graph || self.config.pooling == Pooling::Cls {
            return Ok(values[..dimension].to_vec());
        }
        let mut sum = vec![0.0; dimension];
        for token in values.chunks_exact(dimension) {
            sum.iter_mut().zip(token).for_each(|(sum, value)| *sum += value);
        }
        // Only the direction counts.
        Ok(sum)
    }
}

impl Input {
    fn name(self) -> &'static str {
        match self {
            Self::Ids => "input_ids",
            Self::Mask => "attention_mask",
            Self::Types => "token_type_ids",
        }
    }
}

/// The first 16 hexadecimal digits of a hash over `parts`.
fn identity(parts: &[&[u8]]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(u64::try_from(part.len()).unwrap_or_default().to_le_bytes());
        hash.update(part);
    }
    hash.finalize().iter().take(8).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
