"""Tiny LLaMAs with random weights and tokenizers of their own, written to a folder as safetensors or GGUF."""

from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer, decoders, models, pre_tokenizers
from transformers import LlamaConfig, LlamaForCausalLM, PreTrainedTokenizerFast

CHAT = "{% for m in messages %}<|u|>{{ m['content'] }}<|e|>{% endfor %}{% if add_generation_prompt %}<|a|>{% endif %}"
MARKS = ["<|e|>", "<|u|>", "<|a|>"]
MERGES = [("s", "t"), ('"', "?"), ("Ġ", "a")]
"""Of which '"?' joins the template's last character to a text's first."""
WORDS = ["Where", "where", "the", "milk", "please"]


def tiny(folder: Path, tokenizer: PreTrainedTokenizerFast, spread: float = 0.3) -> Path:
    """A LLaMA with random weights as safetensors; the wider they are spread, the less alike its tokens' chances."""
    torch.manual_seed(0)
    config = LlamaConfig(
        vocab_size=len(tokenizer), hidden_size=32, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=2,
        max_position_embeddings=256, initializer_range=spread, tie_word_embeddings=True, bos_token_id=None, eos_token_id=0, pad_token_id=0,
    )  # fmt: skip
    LlamaForCausalLM(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


def bytes_tokenizer() -> PreTrainedTokenizerFast:
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    tokens = [*MARKS, *alphabet, *(a + b for a, b in MERGES)]
    words = Tokenizer(models.BPE({token: n for n, token in enumerate(tokens)}, MERGES))
    words.pre_tokenizer, words.decoder = pre_tokenizers.ByteLevel(add_prefix_space=False), decoders.ByteLevel()
    words.add_special_tokens(MARKS)
    return PreTrainedTokenizerFast(tokenizer_object=words, eos_token="<|e|>", chat_template=CHAT)


def words_tokenizer() -> PreTrainedTokenizerFast:
    words = Tokenizer(models.WordLevel({"<|e|>": 0, "[UNK]": 1} | {word: n for n, word in enumerate(WORDS, 2)}, "[UNK]"))
    words.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    words.add_special_tokens(["<|e|>", "[UNK]"])
    return PreTrainedTokenizerFast(tokenizer_object=words, eos_token="<|e|>", unk_token="[UNK]")


def write_gguf(folder: Path, file: Path) -> None:
    """The folder's LLaMA as llama.cpp writes it: float32, the rows of q and k in the order of its rotary embedding."""
    import gguf

    config, weights = LlamaConfig.from_pretrained(folder), load_file(folder / "model.safetensors")
    writer = gguf.GGUFWriter(file, "llama")
    writer.add_block_count(config.num_hidden_layers)
    writer.add_context_length(config.max_position_embeddings)
    writer.add_embedding_length(config.hidden_size)
    writer.add_feed_forward_length(config.intermediate_size)
    writer.add_head_count(config.num_attention_heads)
    writer.add_head_count_kv(config.num_key_value_heads)
    writer.add_layer_norm_rms_eps(config.rms_norm_eps)
    writer.add_rope_freq_base(10000.0)
    vocabulary = bytes_tokenizer().get_vocab()
    writer.add_vocab_size(len(vocabulary))
    writer.add_tokenizer_model("gpt2")
    writer.add_token_list(sorted(vocabulary, key=vocabulary.__getitem__))
    writer.add_token_types([gguf.TokenType.CONTROL if n < len(MARKS) else gguf.TokenType.NORMAL for n in range(len(vocabulary))])
    writer.add_token_merges([f"{a} {b}" for a, b in MERGES])
    writer.add_bos_token_id(0)
    writer.add_eos_token_id(0)
    writer.add_chat_template(CHAT)
    names = {"self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k", "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output",
             "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up", "mlp.down_proj": "ffn_down", "input_layernorm": "attn_norm",
             "post_attention_layernorm": "ffn_norm"}  # fmt: skip
    for name, values in weights.items():
        array = values.numpy()
        if name == "model.embed_tokens.weight":
            writer.add_tensor("token_embd.weight", array)
        elif name == "model.norm.weight":
            writer.add_tensor("output_norm.weight", array)
        else:
            _, _, layer, part = name.removesuffix(".weight").split(".", 3)
            if part in ("self_attn.q_proj", "self_attn.k_proj"):
                heads = config.num_attention_heads if "q_proj" in part else config.num_key_value_heads
                array = np.ascontiguousarray(array.reshape(heads, 2, -1, array.shape[1]).swapaxes(1, 2).reshape(array.shape))
            writer.add_tensor(f"blk.{layer}.{names[part]}.weight", array)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
